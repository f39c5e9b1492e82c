using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Predictions;

namespace Angioboard.Core.Tests.Evaluation.Metrics;

public sealed class BootstrapTests
{
    [Fact]
    public void Percentiles_interpolate_as_numpy_does()
    {
        double[] values = [1, 2, 4, 8, 16];

        double[] percentiles = [.. new[] { 0, 0.025, 0.3, 0.5, 0.975, 1 }.Select(q => Bootstrap.Percentile(values, q))];

        // numpy.percentile([1, 2, 4, 8, 16], [0, 2.5, 30, 50, 97.5, 100])
        double[] numpy = [1, 1.1, 2.4, 4, 15.2, 16];
        Assert.All(numpy, (expected, i) => Assert.Equal(expected, percentiles[i], 1e-12));
    }

    [Fact]
    public void An_interval_is_the_percentiles_of_metrics_of_resampled_exams()
    {
        SplitPredictions split = SyntheticPredictions.Split("test", 40, 3, seed: 5);
        ScoredExams exams = Score(split.Exams);

        Interval?[] intervals = Bootstrap.Intervals(exams, Alone(40), 200, 42, "test", TestContext.Current.CancellationToken);

        // Each resample written out as a split, with repeated exams.
        double[] accuracies = new double[200], areas = new double[200], aucs = new double[200], pooled = new double[200],
            errors = new double[200];
        for (int r = 0; r < 200; r++)
        {
            SeededRandom random = new(42, "bootstrap/test", r);
            ScoredExams drawn = Score([.. Enumerable.Range(0, 40).Select(_ => split.Exams[random.NextInt(40)])]);
            double[] metrics = SplitMetrics.Compute(drawn, drawn.Once);
            (accuracies[r], areas[r], aucs[r]) = (metrics[0], metrics[14], metrics[10]);
            (pooled[r], errors[r]) = (metrics[11], metrics[16]);
        }
        AssertInterval(accuracies, intervals[0]!);
        AssertInterval(aucs, intervals[10]!);
        AssertInterval(pooled, intervals[11]!);
        AssertInterval(areas, intervals[14]!);
        AssertInterval(errors, intervals[16]!);
    }

    [Fact]
    public void Intervals_depend_only_on_the_seed()
    {
        SplitPredictions[] splits = [SyntheticPredictions.Split("test", 60, 3, seed: 1)];
        EvaluationOptions options = new(SyntheticPredictions.ClassNames(3), Seed: 7, Resamples: 100);

        OrderedDictionary<string, Interval?> first = SyntheticPredictions.Evaluate(options, splits).Splits["test"].Intervals;
        OrderedDictionary<string, Interval?> again = SyntheticPredictions.Evaluate(options, splits).Splits["test"].Intervals;
        OrderedDictionary<string, Interval?> other =
            SyntheticPredictions.Evaluate(options with { Seed = 8 }, splits).Splits["test"].Intervals;

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void Resamples_without_two_classes_are_left_out_and_counted()
    {
        // One of eight exams is of the second class: (7/8)^8 of the resamples lack it.
        int[] labels = [0, 0, 0, 0, 0, 0, 0, 1];
        double[][] probabilities = [.. labels.Select((label, i) => new[] { 0.9 - i * 0.1, 0.1 + i * 0.1 })];

        SplitReport report = SyntheticPredictions.Evaluate(
            new EvaluationOptions(["a", "b"]),
            new SplitPredictions("test", [.. labels.Select((label, i) => new ExamPrediction($"{i}", label, probabilities[i]))]))
            .Splits["test"];

        Assert.InRange(report.Intervals[MetricNames.AucOvrMacro]!.LeftOut, 280, 410);
        Assert.Equal(0, report.Intervals[MetricNames.Accuracy]!.LeftOut);
    }

    [Fact]
    public void Resamples_of_patients_keep_their_exams_together()
    {
        // Both eyes of a patient have the same prediction, so drawing single exams makes the interval too narrow.
        ExamPrediction[] exams = [.. SyntheticPredictions.Split("test", 60, 3, seed: 2).Exams.SelectMany(exam =>
            new[] { exam with { Exam = $"{exam.Exam}/L" }, exam with { Exam = $"{exam.Exam}/R" } })];
        Dictionary<string, string> patients = exams.ToDictionary(exam => exam.Exam, exam => exam.Exam[..^2]);
        EvaluationOptions options = new(SyntheticPredictions.ClassNames(3));

        EvaluationReport alone = SyntheticPredictions.Evaluate(options, new SplitPredictions("test", exams));
        EvaluationReport together = SyntheticPredictions.Evaluate(
            options with { Patients = patients }, new SplitPredictions("test", exams));

        double narrow = Width(alone), wide = Width(together);
        Assert.Equal("patients", together.Bootstrap.Unit);
        Assert.InRange(wide / narrow, 1.2, 1.7);
    }

    [Fact]
    public void Stopping_ends_an_evaluation()
    {
        using CancellationTokenSource source = new();
        source.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => Evaluator.Evaluate(
            [SyntheticPredictions.Split("test", 30, 3, seed: 4)],
            new EvaluationOptions(SyntheticPredictions.ClassNames(3)),
            cancellation: source.Token));
    }

    private static double Width(EvaluationReport report)
    {
        Interval interval = report.Splits["test"].Intervals[MetricNames.Accuracy]!;
        return interval.High - interval.Low;
    }

    private static void AssertInterval(double[] values, Interval interval)
    {
        Array.Sort(values);
        Assert.Equal(Bootstrap.Percentile(values, 0.025), interval.Low, 1e-12);
        Assert.Equal(Bootstrap.Percentile(values, 0.975), interval.High, 1e-12);
    }

    private static int[][] Alone(int exams) => [.. Enumerable.Range(0, exams).Select(i => new[] { i })];

    private static ScoredExams Score(IReadOnlyList<ExamPrediction> exams) => new(
        [.. exams.Select(exam => exam.Label!.Value)], [.. exams.Select(exam => exam.Probabilities)], exams[0].Probabilities.Length);
}
