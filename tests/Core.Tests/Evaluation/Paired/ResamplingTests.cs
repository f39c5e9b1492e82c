using System.Text.Json.Nodes;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired.Resampling;
using Angioboard.Core.Evaluation.Predictions;

namespace Angioboard.Core.Tests.Evaluation.Paired;

public sealed class ResamplingTests
{
    // A class with so many units that intervals over classes are given.
    private static readonly FewestUnits enough = new(0, 100, "patients");

    public static TheoryData<string> Resampled =>
        [.. GoldenRuns.Names.Select(row => row.Data).Where(name => GoldenRuns.Read(name).Expected.ContainsKey("bootstrap"))];

    public static TheoryData<string> Golden => GoldenRuns.Names;

    [Theory]
    [MemberData(nameof(Golden))]
    public void Metrics_and_their_differences_are_those_of_scikit_learn(string name)
    {
        GoldenRuns golden = GoldenRuns.Read(name);

        Dictionary<string, double[]> found =
            golden.Runs.Keys.ToDictionary(run => run, run => PairedMetrics.Compute(golden.Scored(run), golden.Scored(run).Once));

        foreach ((string run, double[] values) in found) GoldenJson.AssertHolds(golden.Expected["metrics"]![run], Named(values), run);
        foreach ((string first, string second, JsonObject expected) in golden.Pairs)
        {
            GoldenJson.AssertHolds(
                expected["difference"], Named([.. found[first].Zip(found[second], (a, b) => a - b)]), $"{first}-{second}");
        }
    }

    [Theory]
    [MemberData(nameof(Resampled))]
    public void Differences_in_resamples_and_their_limits_are_those_of_scikit_learn_and_numpy(string name)
    {
        GoldenRuns golden = GoldenRuns.Read(name);
        JsonNode expected = golden.Expected["bootstrap"]!;
        string[] units = [.. expected["units"]!.AsArray().Select(unit => (string)unit!)];
        ScoredExams a = golden.Scored("A"), b = golden.Scored("B");
        List<double[]> rows = [];
        List<bool> whole = [];

        foreach (JsonNode? draw in expected["draws"]!.AsArray())
        {
            byte[] counts = new byte[golden.Labels.Length];
            foreach (string unit in draw!.AsArray().Select(at => units[(int)at!]))
                for (int i = 0; i < counts.Length; i++) counts[i] += golden.Patients[i] == unit ? (byte)1 : (byte)0;
            rows.Add([.. PairedMetrics.Compute(a, counts).Zip(PairedMetrics.Compute(b, counts), (x, y) => x - y)]);
            whole.Add(((JsonArray)expected["classes_missing"]![whole.Count]!).Count == 0);
        }

        foreach ((string metric, JsonNode? values) in expected["differences"]!.AsObject().Where(entry => entry.Key != "by"))
        {
            int m = PairedMetrics.Names.ToList().IndexOf(metric);
            double[] drawn = [.. rows.Select(row => row[m])];
            GoldenJson.AssertHolds(values, GoldenJson.Of(drawn.Select(d => double.IsNaN(d) ? (double?)null : d)), metric);

            MetricDifference difference = MetricDifference.Of(metric, 0, drawn, [.. whole], enough, units.Length);
            JsonNode limits = expected["limits"]![metric]!;
            bool everyClass = MetricNames.NeedEveryClass.Contains(metric);
            GoldenJson.AssertHolds(
                limits[everyClass ? "whole_resamples_only" : "over_classes_present"],
                GoldenJson.Of<double?[]>([difference.Low, difference.High]), $"limits of {metric}");
            Assert.Equal(everyClass ? (int)limits["left_out"]! : 0, difference.LeftOut);
            if (difference.LeftOut == 0 && metric != MetricNames.Ece)
                GoldenJson.AssertHolds(limits["p_over_classes_present"], GoldenJson.Of(difference.P), $"p of {metric}");
        }
    }

    [Fact]
    public void Metrics_by_counts_are_those_of_the_exams_written_out()
    {
        SplitPredictions split = SyntheticPredictions.Split("test", 60, 4, seed: 3);
        SeededRandom random = new(1, "counts");

        for (int draw = 0; draw < 50; draw++)
        {
            byte[] counts = [.. split.Exams.Select(_ => (byte)random.NextInt(4))];
            ScoredExams written = Score([.. split.Exams.SelectMany((exam, i) => Enumerable.Repeat(exam, counts[i]))]);

            double[] found = PairedMetrics.Compute(Score(split.Exams), counts), expected = PairedMetrics.Compute(written, written.Once);

            Assert.All(expected, (value, m) => Assert.Equal(value, found[m], 1e-12));
        }
    }

    [Fact]
    public void Names_are_those_of_an_evaluation_without_repeats()
    {
        Assert.Equal([MetricNames.F1Micro, MetricNames.RecallMacro], MetricNames.All.Except(PairedMetrics.Names));
        Assert.Equal(MetricNames.Accuracy, MetricNames.SameAs(MetricNames.F1Micro));
        Assert.Null(MetricNames.SameAs(MetricNames.Accuracy));
    }

    [Fact]
    public void The_Brier_score_is_that_of_the_golden_file()
    {
        JsonNode single = JsonNode.Parse(File.ReadAllText(GoldenFiles.Path("statistics", "single_run.json")))!;

        foreach (JsonNode? given in single["calibration"]!.AsArray())
        {
            ScoredExams exams = GoldenRuns.Read($"paired_{given!["case"]}").Scored((string)given["run"]!);

            double found = PairedMetrics.Compute(exams, exams.Once)[PairedMetrics.Names.ToList().IndexOf(MetricNames.Brier)];

            Assert.Equal((double)given["brier"]!, found, 1e-9);
        }
    }

    [Fact]
    public void Each_draw_counts_for_every_run_and_depends_on_its_key_alone()
    {
        SplitPredictions split = SyntheticPredictions.Split("test", 80, 3, seed: 2);
        ScoredExams exams = Score(split.Exams);

        PairedDraws first = Draw("a"), again = Draw("a"), other = Draw("b");

        int accuracy = 0;
        Assert.All(first.Differences(0, 1, accuracy), difference => Assert.Equal(0, difference));
        Assert.Equal(first.Of(0, accuracy), again.Of(1, accuracy));
        Assert.NotEqual(first.Of(0, accuracy), other.Of(0, accuracy));

        PairedDraws Draw(string key) => PairedDraws.Draw(
            [exams, Score(split.Exams)], Alone(80), 250, key, progress: null, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Drawing_reports_its_progress_and_can_be_stopped()
    {
        ScoredExams exams = Score(SyntheticPredictions.Split("test", 50, 3, seed: 2).Exams);
        using CancellationTokenSource stop = new();
        List<StageProgress> seen = [];

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Run(() =>
            PairedDraws.Draw([exams, exams], Alone(50), 1_000_000, "key", new Watch(progress =>
            {
                seen.Add(progress);
                if (progress.Done == 3) stop.Cancel();
            }), stop.Token), TestContext.Current.CancellationToken));

        Assert.InRange(seen.Count, 3, 100);
        Assert.Equal(10_000, seen[0].Total);
    }

    [Fact]
    public void Too_few_patients_of_a_class_leave_means_over_classes_without_an_interval()
    {
        double[] drawn = [.. Enumerable.Range(-50, 101).Select(i => i / 100.0)];
        bool[] whole = [.. drawn.Select(_ => true)];
        FewestUnits four = FewestUnits.Of(Labels(4), Patients(4), "patients"), seven = FewestUnits.Of(Labels(7), Patients(7), "patients");

        MetricDifference none = MetricDifference.Of(MetricNames.F1Macro, 0.1, drawn, whole, four, 50);
        MetricDifference plain = MetricDifference.Of(MetricNames.Accuracy, 0.1, drawn, whole, four, 50);
        MetricDifference cautious = MetricDifference.Of(MetricNames.F1Macro, 0.1, drawn, whole, seven, 50);

        Assert.Null(none.Low);
        Assert.Null(none.P);
        Assert.Null(MetricDifference.Of(MetricNames.Mcc, 0.1, drawn, whole, four, 50).Low);
        Assert.Equal("class 1 has 4 patients, and 5 of each class are needed", none.Undefined);
        Assert.NotNull(plain.Low);
        Assert.Null(plain.Caution);
        Assert.Equal("class 1 has only 7 patients: the interval may be too narrow", cautious.Caution);
        Assert.Equal(-0.475, cautious.Low!.Value, 1e-12);

        // Twice as many exams as patients: eyes of one patient do not count twice.
        static ScoredExams Labels(int rare) =>
            Score([.. Enumerable.Range(0, 100).Select(i => new ExamPrediction($"{i}", i / 2 < rare ? 1 : 0, [0.5, 0.5]))]);
        static int[] Patients(int rare) => [.. Enumerable.Range(0, 100).Select(i => i / 2)];
    }

    [Fact]
    public void A_difference_comes_with_the_smallest_that_could_be_shown_and_the_patients_that_would_show_it()
    {
        SeededRandom random = new(4, "normal");
        double[] drawn = [.. Enumerable.Range(0, 20_000).Select(_ => 0.03 + 0.02 * random.NextNormal())];

        MetricDifference found =
            MetricDifference.Of(MetricNames.Accuracy, 0.03, drawn, [.. drawn.Select(_ => true)], enough, 100);

        Assert.Equal(0.02, found.StandardError!.Value, 0.0005);
        Assert.Equal(0.056, found.SmallestDifference!.Value, 0.0015);
        Assert.Equal(349, found.PatientsNeeded!.Value, 15d);
        Assert.Equal(0.134, found.P!.Value, 0.01);
        Assert.False(found.IsShown);
    }

    [Fact]
    public void Simultaneous_intervals_are_wider_with_every_further_run_and_as_usual_for_one()
    {
        SeededRandom random = new(4, "normal");
        double[][] drawn =
            [.. Enumerable.Range(0, 5).Select(j => Enumerable.Range(0, 20_000).Select(_ => 0.1 * j + random.NextNormal()).ToArray())];
        bool[] kept = [.. drawn[0].Select(_ => true)];

        SimultaneousIntervals one = SimultaneousIntervals.Of([0], drawn[..1], kept)!;
        SimultaneousIntervals five = SimultaneousIntervals.Of([0, 0.1, 0.2, 0.3, 0.4], drawn, kept)!;
        SimultaneousIntervals same = SimultaneousIntervals.Of([0, 0], [new double[20_000], drawn[0]], kept)!;

        Assert.Equal(1.96, one.Critical, 0.05);
        // Of five independent normals: the quantile at 0.95^(1/5).
        Assert.Equal(2.57, five.Critical, 0.05);
        Assert.Equal(0.4 - five.Critical, five.Intervals[4].Low, 0.05);
        Assert.Equal((0, 0), (same.Intervals[0].Low, same.Intervals[0].High));
    }

    private static JsonNode Named(double[] values) => GoldenJson.Of(PairedMetrics.Names.Zip(values)
        .ToDictionary(pair => pair.First, pair => double.IsNaN(pair.Second) ? (double?)null : pair.Second))!;

    private static DrawnUnits Alone(int exams) => new([.. Enumerable.Range(0, exams).Select(i => new[] { i })]);

    private static ScoredExams Score(IReadOnlyList<ExamPrediction> exams) =>
        new([.. exams.Select(exam => exam.Label!.Value)], [.. exams.Select(exam => exam.Probabilities)], exams[0].Probabilities.Length);

    private sealed class Watch(Action<StageProgress> seen) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => seen(value);
    }
}
