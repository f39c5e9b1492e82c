using System.Text.Json.Nodes;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Predictions;

namespace Angioboard.Core.Tests.Evaluation;

public sealed class EvaluatorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Exams_without_a_label_are_counted_and_not_evaluated()
    {
        SplitPredictions labelled = SyntheticPredictions.Split("test", 20, 3, seed: 1);
        SplitPredictions mixed = labelled with { Exams = [.. labelled.Exams, new ExamPrediction("unknown", null, [1, 0, 0])] };

        SplitReport report = Evaluate(mixed).Splits["test"];

        Assert.Equal(20, report.Exams);
        Assert.Equal(1, report.Unlabelled);
        Assert.Equal(Evaluate(labelled).Splits["test"].Metrics, report.Metrics);
    }

    [Fact]
    public void A_split_without_labels_is_left_out_with_a_note()
    {
        EvaluationReport report = Evaluate(
            SyntheticPredictions.Split("train", 20, 3, seed: 1),
            new SplitPredictions("test", [new ExamPrediction("a", null, [1, 0, 0])]),
            new SplitPredictions("monitor-b", [new ExamPrediction("a", 1, [1, 0, 0])]));

        Assert.Equal(["train", "monitor-b"], report.Splits.Keys);
        Assert.Equal(["test: left out, as none of its 1 exams has a label"], report.Notes);
    }

    [Fact]
    public void Predictions_without_any_label_are_refused()
    {
        InputException refused = Assert.Throws<InputException>(
            () => Evaluate(new SplitPredictions("test", [new ExamPrediction("a", null, [1, 0, 0])])));

        Assert.Contains("no exam has a label", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_exams_without_a_patient_are_named()
    {
        EvaluationOptions options = new(SyntheticPredictions.ClassNames(2), Patients: new Dictionary<string, string> { ["a_L"] = "a" });

        InputException refused = Assert.Throws<InputException>(() => SyntheticPredictions.Evaluate(options, new SplitPredictions("test",
            [new("a_L", 0, [1, 0]), new("b_L", 1, [0, 1]), new("c_L", 1, [0, 1]), new("d_L", null, [0, 1])])));

        Assert.Equal(2, refused.Problems.Count);
        Assert.StartsWith("test/b_L: no patient is known", refused.Problems[0], StringComparison.Ordinal);
    }

    [Fact]
    public void One_class_alone_leaves_areas_and_kappa_undefined_with_their_reasons()
    {
        SplitReport report = SyntheticPredictions.Evaluate([1, 1], [[0.2, 0.5, 0.3], [0.1, 0.8, 0.1]]);

        Assert.Equal([MetricNames.Kappa, MetricNames.AucOvrMacro, MetricNames.AucOvoMacro],
            report.Undefined.Keys.Where(name => !name.StartsWith("intervals.", StringComparison.Ordinal)));
        Assert.Equal("fewer than two classes have exams", report.Undefined[MetricNames.AucOvrMacro]);
        Assert.Null(report.Metrics[MetricNames.AucOvrMacro]);
        Assert.Null(report.Intervals[MetricNames.AucOvrMacro]);
        Assert.Equal(1, report.Metrics[MetricNames.Accuracy]);
        Assert.Equal(0, report.Metrics[MetricNames.Mcc]);
        Assert.Null(report.PerClass[1].Specificity);
        Assert.Equal("all exams of the split are of this class", report.PerClass[1].Undefined["auc"]);
        Assert.Equal("every exam is called this class", report.PerClass[1].Undefined["npv"]);
    }

    [Fact]
    public void An_evaluation_file_reads_back_what_was_written()
    {
        EvaluationReport report = Evaluate(
            SyntheticPredictions.Split("validation", 25, 3, seed: 3),
            new SplitPredictions("tiny", [new ExamPrediction("a", 1, [0.3, 0.4, 0.3])]));
        string path = folder.File("evaluation.json"), again = folder.File("again.json");

        EvaluationFile.Write(path, report);
        EvaluationFile.Write(again, EvaluationFile.Read(path));

        Assert.Equal(File.ReadAllText(path), File.ReadAllText(again));
        Assert.Equal(report.Splits["validation"].Metrics, EvaluationFile.Read(path).Splits["validation"].Metrics);
        Assert.Equal(["validation", "tiny"], EvaluationFile.Read(path).Splits.Keys);
    }

    [Fact]
    public void An_evaluation_file_uses_the_names_that_other_programs_rely_on()
    {
        string path = folder.File("evaluation.json");

        EvaluationFile.Write(path, Evaluate(SyntheticPredictions.Split("test", 25, 3, seed: 3)));

        using System.Text.Json.JsonDocument file = System.Text.Json.JsonDocument.Parse(File.ReadAllText(path));
        System.Text.Json.JsonElement test = file.RootElement.GetProperty("splits").GetProperty("test");
        Assert.Equal("class 0", file.RootElement.GetProperty("classes")[0].GetString());
        Assert.Equal(
            ["exams", "unlabelled", "units", "metrics", "intervals", "undefined", "cautions", "per_class", "confusion", "roc", "pr",
                "calibration", "ece_if_calibrated", "imcp", "calibrated", "risk_coverage", "sets"],
            test.EnumerateObject().Select(property => property.Name));
        Assert.Equal(MetricNames.All, test.GetProperty("metrics").EnumerateObject().Select(property => property.Name));
        Assert.Equal(
            ["name", "support", "units", "precision", "recall", "f1", "specificity", "npv", "auc", "average_precision",
                "sensitivity_at_specificity_90", "specificity_at_threshold_90", "threshold_90",
                "sensitivity_at_specificity_95", "specificity_at_threshold_95", "threshold_95",
                "sensitivity_at_youden", "specificity_at_youden", "threshold_youden",
                "sensitivity_at_f1", "precision_at_f1", "threshold_f1",
                "intervals", "undefined", "cautions"],
            test.GetProperty("per_class")[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal(["x", "y", "area", "missing_classes"], test.GetProperty("imcp").EnumerateObject().Select(property => property.Name));
        Assert.Equal(["low", "high", "left_out", "method"], test.GetProperty("intervals").GetProperty("accuracy").EnumerateObject()
            .Select(property => property.Name));
    }

    [Fact]
    public void A_file_with_holes_is_not_an_evaluation()
    {
        string path = folder.File("evaluation.json");
        EvaluationFile.Write(path, Evaluate(SyntheticPredictions.Split("test", 25, 3, seed: 3)));
        string whole = File.ReadAllText(path);
        foreach (string[] place in (string[][])[["classes", "0"], ["splits", "test"], ["splits", "test", "per_class", "0"],
            ["splits", "test", "roc", "0"], ["splits", "test", "confusion", "0"]])
        {
            JsonNode json = JsonNode.Parse(whole)!;
            JsonNode parent = place.SkipLast(1).Aggregate(json, (node, name) => node[name]!);
            if (parent is JsonArray list) list[0] = null;
            else parent[place[^1]] = null;
            File.WriteAllText(path, json.ToJsonString());

            InputException refused = Assert.Throws<InputException>(() => EvaluationFile.Read(path));

            Assert.StartsWith($"{path}: not an evaluation: ", refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"classes\": []}")]
    public void A_file_that_is_not_an_evaluation_is_named(string text)
    {
        string path = folder.File("evaluation.json");
        File.WriteAllText(path, text);

        InputException refused = Assert.Throws<InputException>(() => EvaluationFile.Read(path));

        Assert.StartsWith($"{path}: not an evaluation: ", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static EvaluationReport Evaluate(params SplitPredictions[] splits) =>
        SyntheticPredictions.Evaluate(new EvaluationOptions(SyntheticPredictions.ClassNames(3), Resamples: 20), splits);
}
