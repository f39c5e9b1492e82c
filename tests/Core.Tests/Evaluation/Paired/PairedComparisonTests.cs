using System.Text.Json.Nodes;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired;
using Angioboard.Core.Evaluation.Predictions;

namespace Angioboard.Core.Tests.Evaluation.Paired;

public sealed class PairedComparisonTests
{
    private static readonly ComparisonOptions quick = new(Resamples: 400);

    public static TheoryData<string> Golden => GoldenRuns.Names;

    [Theory]
    [MemberData(nameof(Golden))]
    public void The_report_holds_the_golden_values_under_their_names(string name)
    {
        GoldenRuns golden = GoldenRuns.Read(name);

        ComparisonReport report = Compare(golden, [.. golden.Runs.Keys]);

        JsonNode found = JsonNode.Parse(ComparisonFile.Text(report))!;
        JsonObject expected = golden.Expected.DeepClone().AsObject();
        expected.Remove("bootstrap");
        foreach ((_, JsonNode? pair) in expected["pairs"]!.AsObject())
        {
            // Compared with its own rule on the correction in DecisionTestsTests.
            pair!.AsObject().Remove("mcnemar");
            RemoveAbsentClasses(pair["areas"]!["classes"]!.AsArray());
        }
        foreach ((_, JsonNode? pair) in found["pairs"]!.AsObject())
            RemoveAbsentClasses(pair!["areas"]!["classes"]!.AsArray());
        GoldenJson.AssertHolds(expected, found, name);
        Assert.DoesNotContain("NaN", ComparisonFile.Text(report), StringComparison.Ordinal);

        static void RemoveAbsentClasses(JsonArray classes)
        {
            foreach (JsonNode? c in classes.ToArray())
                if (c!["undefined"] is JsonValue || c["undefined"]?["auc"] is not null) classes.Remove(c);
        }
    }

    [Fact]
    public void Swapping_the_runs_changes_signs_only()
    {
        GoldenRuns golden = GoldenRuns.Read("paired_five_200_ties_mixed");

        PairReport one = Compare(golden, "A", "B").Pairs["A-B"], other = Compare(golden, "B", "A").Pairs["B-A"];

        foreach ((string metric, double? difference) in one.Difference)
        {
            Assert.Equal(-difference!.Value, other.Difference[metric]!.Value);
            Assert.Equal(one.Intervals[metric].P, other.Intervals[metric].P);
            Assert.Equal(-one.Intervals[metric].Low!.Value, other.Intervals[metric].High!.Value, 1e-12);
            Assert.Equal(one.Intervals[metric].PatientsNeeded, other.Intervals[metric].PatientsNeeded);
        }
        Assert.Equal(-one.MacroArea.Difference, other.MacroArea.Difference);
        Assert.Equal(one.MacroArea.Patients!.P, other.MacroArea.Patients!.P);
        Assert.All(one.Areas.Classes,
            (areas, c) => Assert.Equal(areas.Clustered!.P!.Value, other.Areas.Classes[c].Clustered!.P!.Value, 1e-12));
        Assert.Equal(one.Mcnemar.Overall.OnlyFirst, other.Mcnemar.Overall.OnlySecond);
        Assert.Equal(one.Mcnemar.Clustered.Obuchowski, other.Mcnemar.Clustered.Obuchowski);
        Assert.Equal(one.SwapTestOfAccuracy.PatientsP, other.SwapTestOfAccuracy.PatientsP, 1e-12);
        Assert.Equal(one.Agreement.StuartMaxwell.P, other.Agreement.StuartMaxwell.P, 1e-12);
    }

    [Fact]
    public void Equal_runs_have_no_difference_and_every_p_is_1()
    {
        PairReport pair = Compare(GoldenRuns.Read("paired_identical_200"), "A", "B").Pairs["A-B"];

        Assert.All(pair.Difference.Values, difference => Assert.Equal(0, difference));
        Assert.All(pair.Intervals, metric => Assert.Equal(metric.Key == MetricNames.Ece ? null : 1d, metric.Value.P));
        Assert.All(pair.Intervals.Values, interval => Assert.Equal((0d, 0d, null), (interval.Low, interval.High, interval.PatientsNeeded)));
        Assert.All(pair.Areas.Classes, areas => Assert.Equal(1, areas.Clustered!.P));
        Assert.Equal((1, 1, 1), (pair.Mcnemar.Overall.ExactP, pair.SwapTestOfAccuracy.PatientsP, pair.Agreement.Bowker.PInformativePairs));
    }

    [Fact]
    public void A_monotone_change_of_a_classs_probability_leaves_its_area()
    {
        SplitPredictions split = SyntheticPredictions.Split("test", 120, 3, seed: 8);
        PairedRun changed = new("B", [.. split.Exams.Select(exam => exam with
        {
            Probabilities = [Math.Pow(exam.Probabilities[0], 3), 1 - Math.Pow(exam.Probabilities[0], 3) - exam.Probabilities[2] / 9,
                exam.Probabilities[2] / 9],
        })]);

        PairReport pair = Compare([new PairedRun("A", split.Exams), changed]).Pairs["A-B"];

        foreach (int c in (int[])[0, 2])
            Assert.Equal((0d, 1d), (pair.Areas.Classes[c].Difference, pair.Areas.Classes[c].Clustered!.P));
        Assert.NotEqual(0, pair.Areas.Classes[1].Difference);
        Assert.NotEqual(0, pair.Difference[MetricNames.LogLoss]);
    }

    [Fact]
    public void The_order_of_exams_in_a_file_changes_nothing()
    {
        GoldenRuns golden = GoldenRuns.Read("paired_five_200_eyes");
        Dictionary<string, string> patients = Patients(golden);
        PairedRun a = new("A", golden.Split("A").Exams), b = new("B", golden.Split("B").Exams);
        int[] order = new SeededRandom(1, "order").Permutation(b.Exams.Count);
        PairedRun shuffled = b with { Exams = [.. order.Select(i => b.Exams[i])] };

        Assert.Equal(
            ComparisonFile.Text(Compare([a, b], patients)),
            ComparisonFile.Text(Compare([a with { Exams = [.. a.Exams.Reverse()] }, shuffled], patients)));
    }

    [Fact]
    public void The_analytic_and_the_resampled_error_of_the_macro_area_agree()
    {
        GoldenRuns golden = GoldenRuns.Read("paired_five_1000_eyes");

        PairReport pair = Compare(golden, new ComparisonOptions(Resamples: 4000), "A", "B").Pairs["A-B"];

        double resampled = pair.Intervals[MetricNames.AucOvrMacro].StandardError!.Value;
        Assert.Equal(1, resampled / Math.Sqrt(pair.MacroArea.Patients!.Variance), 0.05);
    }

    [Fact]
    public void With_a_reference_every_other_run_is_compared_with_it_and_judged_together()
    {
        GoldenRuns golden = GoldenRuns.Read("paired_five_1000_eyes");

        ComparisonReport report = Compare(golden, quick with { Reference = "B", Metric = MetricNames.Accuracy }, "A", "B", "C");

        Assert.Equal(["A-B", "C-B"], report.Pairs.Keys);
        Assert.Equal(report.Pairs["C-B"].Intervals[MetricNames.Accuracy].P, report.Holm!.P[1]);
        Assert.InRange(report.Simultaneous!.Critical!.Value, 1.96, 2.6);
        Assert.Equal("C", report.Best!.Run);
        Assert.Equal(["A"], report.Best.NotDistinguishable);
        Assert.Contains("The best run is chosen and measured on the same exams", report.Notes[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_the_exams_are_every_figure_is_a_number_or_null_with_a_reason()
    {
        for (int set = 0; set < 300; set++)
        {
            SeededRandom random = new(set, "tiny");
            int exams = 2 + random.NextInt(8), classes = 2 + random.NextInt(2), labels = 1 + random.NextInt(classes);
            int[] label = [.. Enumerable.Range(0, exams).Select(_ => random.NextInt(labels))];
            PairedRun[] runs = [.. "ABC"[..(2 + set % 2)].Select(name => new PairedRun($"{name}", [.. label.Select((c, i) =>
            {
                double[] tenths = [.. Enumerable.Range(0, classes).Select(_ => (double)random.NextInt(4))];
                double sum = tenths.Sum();
                return new ExamPrediction($"{i}", c, [.. tenths.Select(p => sum == 0 ? 1.0 / classes : p / sum)]);
            })]))];
            Dictionary<string, string> patients =
                label.Index().ToDictionary(exam => $"{exam.Index}", exam => $"{exam.Index / (1 + set % 3)}");
            if (patients.Values.Distinct().Count() < 2) continue;

            ComparisonReport report = Compare(runs, patients, new ComparisonOptions(Resamples: 100));

            // The serializer refuses NaN and infinity.
            Assert.NotEmpty(ComparisonFile.Text(report));
            foreach (PairReport pair in report.Pairs.Values)
            {
                Assert.All(pair.Intervals.Values, interval => Assert.True(interval.P is not null || interval.Undefined is not null));
                Assert.All(pair.Areas.Classes, areas => Assert.True(
                    areas.Clustered?.P is not null || areas.Undefined.Keys.Any(key => key is "auc" or "clustered" or "clustered.p")));
                Assert.True(pair.MacroArea.Patients?.P is not null || pair.MacroArea.Undefined.Count > 0);
            }
        }
    }

    private static ComparisonReport Compare(GoldenRuns golden, params string[] runs) => Compare(golden, quick, runs);

    private static ComparisonReport Compare(GoldenRuns golden, ComparisonOptions options, params string[] runs) =>
        Compare([.. runs.Select(run => new PairedRun(run, golden.Split(run).Exams))], Patients(golden), options);

    private static ComparisonReport Compare(
        IReadOnlyList<PairedRun> runs, IReadOnlyDictionary<string, string>? patients = null, ComparisonOptions? options = null) =>
        PairedComparison.Of(runs, "test", patients, options ?? quick, cancellation: TestContext.Current.CancellationToken);

    private static Dictionary<string, string> Patients(GoldenRuns golden) =>
        golden.Exams.Zip(golden.Patients).ToDictionary(exam => exam.First, exam => exam.Second);
}
