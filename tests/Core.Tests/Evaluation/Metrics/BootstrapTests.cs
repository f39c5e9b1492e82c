using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Statistics;

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
    public void A_row_is_the_metrics_of_resampled_exams()
    {
        SplitPredictions split = SyntheticPredictions.Split("test", 40, 3, seed: 5);
        ScoredExams exams = Score(split.Exams);
        ExamUnits units = Units(split.Exams, patients: null);

        double[][] rows = Bootstrap.Rows(exams, units, 50, "test", TestContext.Current.CancellationToken);

        // Each resample written out as a split, with repeated exams.
        for (int r = 0; r < 50; r++)
        {
            SeededRandom random = new(42, $"bootstrap/test/{units.Key}", r);
            ScoredExams drawn = Score([.. Enumerable.Range(0, 40).Select(_ => split.Exams[units.Members[random.NextInt(40)][0]])]);
            double[] metrics = SplitMetrics.ComputeWithClasses(drawn, drawn.Once);
            Assert.All(metrics, (expected, m) => Assert.Equal(expected, rows[r][m], 1e-12));
        }
    }

    [Fact]
    public void Draws_depend_on_the_data_and_on_nothing_else()
    {
        SplitPredictions split = SyntheticPredictions.Split("test", 60, 3, seed: 1);
        EvaluationOptions options = new(SyntheticPredictions.ClassNames(3), Resamples: 100);
        SplitPredictions turned = split with { Exams = [.. split.Exams.Reverse()] };
        SplitPredictions renamed = split with { Exams = [.. split.Exams.Select(exam => exam with { Exam = $"x{exam.Exam}" })] };

        OrderedDictionary<string, Interval?> first = SyntheticPredictions.Evaluate(options, split).Splits["test"].Intervals;

        Assert.Equal(first, SyntheticPredictions.Evaluate(options, split).Splits["test"].Intervals);
        Assert.Equal(
            first[MetricNames.Accuracy], SyntheticPredictions.Evaluate(options, turned).Splits["test"].Intervals[MetricNames.Accuracy]);
        Assert.NotEqual(first, SyntheticPredictions.Evaluate(options, renamed).Splits["test"].Intervals);
    }

    [Fact]
    public void Resamples_that_lack_a_class_are_left_out_of_means_over_classes_and_counted()
    {
        // Five of forty exams are of the second class: (35/40)^40 of the resamples lack it, 48 of 10,000.
        ExamPrediction[] exams = [.. Enumerable.Range(0, 40).Select(i =>
            new ExamPrediction($"{i:00}", i % 8 == 7 ? 1 : 0, [0.9 - i * 0.02, 0.1 + i * 0.02]))];

        SplitReport report = SyntheticPredictions.Evaluate(new EvaluationOptions(["a", "b"]), new SplitPredictions("test", exams))
            .Splits["test"];

        Assert.InRange(report.Intervals[MetricNames.F1Macro]!.LeftOut, 25, 75);
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

    private static ExamUnits Units(IReadOnlyList<ExamPrediction> exams, IReadOnlyDictionary<string, string>? patients) =>
        new([.. exams.Select(exam => exam.Exam)], [.. exams.Select(exam => exam.Label!.Value)], exams[0].Probabilities.Length, patients);

    private static ScoredExams Score(IReadOnlyList<ExamPrediction> exams) => new(
        [.. exams.Select(exam => exam.Label!.Value)], [.. exams.Select(exam => exam.Probabilities)], exams[0].Probabilities.Length);
}
