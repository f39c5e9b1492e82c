using System.Text.Json.Nodes;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Tests.Evaluation;

public sealed class IntervalTests : IDisposable
{
    private static readonly string[] Names = ["sick", "well"];
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void A_share_of_few_exams_has_the_interval_of_Wilson_also_where_all_are_right()
    {
        // All 5 sick and 20 of 25 well.
        ClassReport sick = Report(Exams(5, 5, 25, 20)).PerClass[0];

        // statsmodels.stats.proportion.proportion_confint(5, 5, method="wilson"), and of 20 of 25
        Assert.Equal(0.5655175352168252, sick.Intervals["recall"].Low, 1e-12);
        Assert.Equal(1, sick.Intervals["recall"].High, 1e-12);
        Assert.Equal(0.6086904963045967, sick.Intervals["specificity"].Low, 1e-9);
        Assert.Equal(0.9113941531319742, sick.Intervals["specificity"].High, 1e-9);
        Assert.Equal(IntervalMethod.Wilson, sick.Intervals["recall"].Method);
    }

    [Fact]
    public void Two_alike_eyes_of_each_patient_say_no_more_than_one()
    {
        ExamPrediction[] single = Exams(12, 9, 30, 24);
        ExamPrediction[] eyes = [.. single.SelectMany(exam =>
            new[] { exam with { Exam = $"{exam.Exam}_L" }, exam with { Exam = $"{exam.Exam}_R" } })];
        Dictionary<string, string> patients = eyes.ToDictionary(exam => exam.Exam, exam => exam.Exam[..^2]);

        SplitReport one = Report(single), two = Report(eyes, patients), apart = Report(eyes);

        Assert.Equal(42, two.Units);
        Assert.Equal(12, two.PerClass[0].Units);
        Assert.All(["recall", "specificity", "npv", "auc"], figure =>
        {
            Interval alone = one.PerClass[0].Intervals[figure], both = two.PerClass[0].Intervals[figure];
            Assert.InRange((both.High - both.Low) / (alone.High - alone.Low), 0.95, 1.05);
            Assert.True(apart.PerClass[0].Intervals[figure].High - apart.PerClass[0].Intervals[figure].Low < both.High - both.Low);
        });
    }

    [Theory]
    [InlineData(4, false, null)]
    [InlineData(5, true, "sick has 5 exams here; below 10 the interval is uncertain")]
    [InlineData(10, true, null)]
    public void A_mean_over_classes_has_no_bootstrap_interval_while_a_class_has_few_patients(int sick, bool interval, string? caution)
    {
        SplitReport report = Report(Exams(sick, sick - 1, 40, 30));

        Assert.Equal(interval, report.Intervals[MetricNames.F1Macro] is not null);
        Assert.Equal(interval, report.Intervals[MetricNames.AucOvrMacro] is not null);
        Assert.Equal(caution, report.Cautions.GetValueOrDefault(MetricNames.F1Macro));
        Assert.NotNull(report.Intervals[MetricNames.Accuracy]);
        Assert.Equal(IntervalMethod.Mover, report.Intervals[MetricNames.BalancedAccuracy]!.Method);
        if (!interval)
        {
            Assert.Equal("sick has 4 exams here; an interval needs at least 5", report.Undefined[$"intervals.{MetricNames.F1Macro}"]);
            Assert.Equal(report.Undefined[$"intervals.{MetricNames.F1Macro}"], report.PerClass[0].Undefined["intervals.f1"]);
        }
    }

    [Fact]
    public void Fewer_than_30_patients_in_all_are_a_caution()
    {
        Assert.Equal("29 exams in all; below 30 the interval is uncertain",
            Report(Exams(14, 10, 15, 10)).Cautions[MetricNames.LogLoss]);
        Assert.Empty(Report(Exams(15, 10, 15, 10)).Cautions);
    }

    [Fact]
    public void No_interval_claims_to_be_certain_where_all_exams_are_right()
    {
        SplitReport report = Report(Exams(20, 20, 30, 30));

        Assert.Equal(1, report.Metrics[MetricNames.Accuracy]);
        Assert.InRange(report.Intervals[MetricNames.Accuracy]!.Low, 0.9, 0.95);
        Assert.Null(report.Intervals[MetricNames.F1Macro]);
        Assert.Equal("all resamples are alike, which says nothing about new exams", report.PerClass[0].Undefined["intervals.f1"]);
        Assert.All(report.Intervals.Values.OfType<Interval>().Concat(report.PerClass.SelectMany(one => one.Intervals.Values)),
            interval => Assert.True(interval.Low < interval.High));
    }

    [Fact]
    public void A_perfectly_separated_class_has_an_area_of_1_without_an_interval()
    {
        SplitReport report = Report([.. Exams(20, 20, 20, 20).Select((exam, i) =>
            exam with { Probabilities = i < 20 ? [0.9, 0.1] : [0.2, 0.8] })]);

        Assert.Equal(1, report.Metrics[MetricNames.AucOvrMacro]);
        Assert.Null(report.Intervals[MetricNames.AucOvrMacro]);
        Assert.Equal("the classes are perfectly separated", report.Undefined["intervals.auc_ovr_macro"]);
        Assert.Equal("the class is perfectly separated from the others", report.PerClass[0].Undefined["intervals.auc"]);
    }

    [Fact]
    public void A_class_whose_exams_have_one_probability_is_not_called_separated()
    {
        SplitReport same = Report([.. Exams(20, 20, 20, 20).Select(exam => exam with { Probabilities = [0.5, 0.5] })]);

        Assert.Equal(0.5, same.PerClass[0].Auc);
        Assert.Equal("all exams of a class are ranked alike, which gives no variance", same.Undefined["intervals.auc_ovr_macro"]);
        Assert.Equal("all exams of the class are ranked alike, and so are all others, which gives no variance",
            same.PerClass[0].Undefined["intervals.auc"]);
    }

    [Fact]
    public void One_exam_or_patient_is_called_so()
    {
        SplitReport alone = Report(Exams(20, 20, 1, 1));

        Assert.Equal("well has 1 exam here; an interval needs at least 5", alone.Undefined["intervals.f1_macro"]);
        Assert.Equal("this class is of one exam only, which gives no variance",
            alone.PerClass.Single(one => one.Support == 1).Undefined["intervals.auc"]);
    }

    // Of 197 exams of five classes two are of a rare one. A percentile bootstrap covers the true macro recall in 84 % of such studies.
    [Fact]
    public void The_interval_of_macro_recall_holds_its_level_with_two_exams_of_a_class()
    {
        const int Studies = 1000;
        double[] recalls = [0.6, 0.8, 0.8, 0.85, 0.9];
        int[] support = [2, 60, 50, 45, 40];
        int covered = 0;
        for (int study = 0; study < Studies; study++)
        {
            Random random = new(study);
            int[] labels = [.. support.SelectMany((count, c) => Enumerable.Repeat(c, count))];
            int[] called = [.. labels.Select(c => random.NextDouble() < recalls[c] ? c : (c + 1) % 5)];
            Interval interval = Mover(labels, called);
            if (interval.Low <= recalls.Average() && recalls.Average() <= interval.High) covered++;
        }

        Assert.InRange((double)covered / Studies, 0.93, 0.98);
    }

    [Fact]
    public void The_calibration_error_of_a_calibrated_model_is_within_what_the_report_says()
    {
        const int Studies = 200;
        int alarms = 0, found = 0;
        double mean = 0;
        for (int study = 0; study < Studies; study++)
        {
            SplitReport calibrated = Calibrated(study, sharpness: 1), sharp = Calibrated(study, sharpness: 1 / 0.6);
            mean += calibrated.EceIfCalibrated!.Mean / Studies;
            if (calibrated.Metrics[MetricNames.Ece] > calibrated.EceIfCalibrated.High) alarms++;
            if (sharp.Metrics[MetricNames.Ece] > sharp.EceIfCalibrated!.High) found++;
        }

        Assert.InRange(mean, 0.08, 0.16);
        Assert.InRange((double)alarms / Studies, 0, 0.08);
        Assert.True(found > Studies / 3, $"{found} of {Studies} models that are too sure were found");
    }

    [Fact]
    public void The_Brier_score_is_that_of_the_definition()
    {
        SplitReport report = SyntheticPredictions.Evaluate([0, 1, 2], [[0.7, 0.2, 0.1], [0.3, 0.3, 0.4], [0, 0, 1]]);

        Assert.Equal((0.09 + 0.04 + 0.01 + 0.09 + 0.49 + 0.16) / 3, report.Metrics[MetricNames.Brier]!.Value, 1e-12);
    }

    [Fact]
    public void A_file_of_an_older_version_reads()
    {
        string path = folder.File("evaluation.json");
        EvaluationFile.Write(path, SyntheticPredictions.Evaluate(new EvaluationOptions(Names, Resamples: 20),
            new SplitPredictions("test", Exams(10, 8, 20, 15))));
        JsonNode root = JsonNode.Parse(File.ReadAllText(path))!;
        root["bootstrap"]!["seed"] = 42;
        JsonNode test = root["splits"]!["test"]!;
        foreach (string name in (string[])["units", "cautions", "ece_if_calibrated"]) ((JsonObject)test).Remove(name);
        ((JsonObject)test["metrics"]!).Remove("brier");
        ((JsonObject)test["intervals"]!).Remove("brier");
        foreach ((_, JsonNode? interval) in test["intervals"]!.AsObject()) interval?.AsObject().Remove("method");
        foreach (JsonNode? one in test["per_class"]!.AsArray())
            foreach (string name in (string[])["units", "intervals", "cautions"]) one!.AsObject().Remove(name);
        File.WriteAllText(path, root.ToJsonString());

        EvaluationReport report = EvaluationFile.Read(path);

        Assert.Equal(42, report.Bootstrap.Seed);
        Assert.Null(report.Splits["test"].Units);
        Assert.Empty(report.Splits["test"].PerClass[0].Intervals);
        Assert.NotNull(report.Splits["test"].Intervals[MetricNames.Accuracy]);
    }

    public void Dispose() => folder.Dispose();

    // Probabilities differ from exam to exam, so that the area has a variance.
    private static ExamPrediction[] Exams(int sick, int sickRight, int well, int wellRight) =>
    [
        .. Enumerable.Range(0, sick).Select(i => Exam($"s{i:000}", 0, i < sickRight, i)),
        .. Enumerable.Range(0, well).Select(i => Exam($"w{i:000}", 1, i < wellRight, i)),
    ];

    private static ExamPrediction Exam(string name, int label, bool right, int i)
    {
        double own = right ? 0.6 + 0.01 * (i % 30) : 0.4 - 0.01 * (i % 30);
        return new ExamPrediction(name, label, label == 0 ? [own, 1 - own] : [1 - own, own]);
    }

    private static SplitReport Report(ExamPrediction[] exams, IReadOnlyDictionary<string, string>? patients = null) =>
        SyntheticPredictions.Evaluate(new EvaluationOptions(Names, patients, Resamples: 200), new SplitPredictions("test", exams))
            .Splits["test"];

    private static Interval Mover(int[] labels, int[] called)
    {
        ScoredExams scored = new(labels, [.. called.Select(c => Enumerable.Range(0, 5).Select(k => k == c ? 1.0 : 0).ToArray())], 5);
        ExamUnits units = new([.. labels.Select((_, i) => $"{i:000}")], labels, 5, patients: null);
        SplitIntervals intervals = new(scored, units, "exams", SyntheticPredictions.ClassNames(5), []);
        return intervals.Of(MetricNames.All.ToList().IndexOf(MetricNames.BalancedAccuracy)).Interval!;
    }

    // A model of two classes whose confidence is right as often as it says, or one that says more than it holds.
    private static SplitReport Calibrated(int seed, double sharpness)
    {
        Random random = new(seed);
        return Report([.. Enumerable.Range(0, 100).Select(i =>
        {
            double chance = 0.5 + 0.5 * random.NextDouble();
            int label = random.NextDouble() < chance ? 0 : 1;
            double logit = Math.Log(chance / (1 - chance)) * sharpness, said = 1 / (1 + Math.Exp(-logit));
            return new ExamPrediction($"{i:000}", label, [said, 1 - said]);
        })]);
    }
}
