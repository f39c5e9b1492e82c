using System.Text.Json;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Metrics;

namespace Angioboard.Core.Tests.Evaluation.Metrics;

public sealed class GoldenMetricsTests
{
    private const double Tolerance = 1e-9;

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Load().Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Metrics_equal_those_of_scikit_learn_and_imcp(int index)
    {
        JsonElement golden = Load()[index];

        SplitReport report = Evaluate(golden);

        string[] compared = [.. MetricNames.All.Where(name => golden.TryGetProperty(name, out _))];
        Assert.True(compared.Length >= MetricNames.All.Count - 2);
        Assert.All(compared, name => Assert.Equal(golden.GetProperty(name).GetDouble(), report.Metrics[name]!.Value, Tolerance));
        Assert.DoesNotContain(report.Undefined.Keys, name => !name.StartsWith("intervals.", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Figures_of_each_class_equal_those_of_scikit_learn(int index)
    {
        JsonElement golden = Load()[index];

        SplitReport report = Evaluate(golden);

        AssertFigures(golden, "f1_per_class", report, c => c.F1);
        AssertFigures(golden, "auc_ovr_per_class", report, c => c.Auc);
        AssertFigures(golden, "average_precision_per_class", report, c => c.AveragePrecision);
        AssertFigures(golden, "specificity_per_class", report, c => c.Specificity);
        AssertFigures(golden, "npv_per_class", report, c => c.Npv);
        Assert.Equal(
            golden.GetProperty("confusion").EnumerateArray().Select(row => row.EnumerateArray().Select(n => n.GetInt32()).ToArray()),
            report.Confusion);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Imcp_curve_equals_the_original_package_point_by_point(int index)
    {
        JsonElement golden = Load()[index];

        ImcpReport imcp = Evaluate(golden).Imcp;

        AssertPoints(golden.GetProperty("imcp_x"), imcp.X);
        AssertPoints(golden.GetProperty("imcp_y"), imcp.Y);
        Assert.Equal(golden.GetProperty("imcp_area").GetDouble(), imcp.Area, Tolerance);
    }

    [Fact]
    public void A_class_without_exams_has_no_figures_but_reasons()
    {
        JsonElement golden = Load()[^1];

        SplitReport report = Evaluate(golden);

        Assert.Equal(["class 2", "class 4"], report.Imcp.MissingClasses);
        Assert.All([report.PerClass[2], report.PerClass[4]], c =>
        {
            Assert.Null(c.Auc);
            Assert.Equal("this class has no exams in the split", c.Undefined["auc"]);
            Assert.Equal(19, c.Undefined.Count);
        });
        // It has eight exams: too few for the thresholds that they set too.
        Assert.All(report.PerClass[0].Undefined.Keys, name => Assert.Matches("_(youden|f1)$", name));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Metrics_of_an_epoch_are_those_of_the_evaluation(int index)
    {
        JsonElement golden = Load()[index];

        EpochMetrics epoch = EpochMetrics.Of(Labels(golden), Probabilities(golden));

        Assert.All(epoch.ByName(), metric => Assert.Equal(golden.GetProperty(metric.Key).GetDouble(), metric.Value!.Value, Tolerance));
    }

    private static void AssertFigures(JsonElement golden, string name, SplitReport report, Func<ClassReport, double?> figure)
    {
        JsonElement[] expected = [.. golden.GetProperty(name).EnumerateArray()];
        for (int c = 0; c < expected.Length; c++)
        {
            if (expected[c].ValueKind == JsonValueKind.Null) Assert.Null(figure(report.PerClass[c]));
            else Assert.Equal(expected[c].GetDouble(), figure(report.PerClass[c])!.Value, Tolerance);
        }
    }

    private static void AssertPoints(JsonElement expected, IReadOnlyList<double> actual)
    {
        double[] points = [.. expected.EnumerateArray().Select(p => p.GetDouble())];
        Assert.Equal(points.Length, actual.Count);
        Assert.All(points, (point, i) => Assert.Equal(point, actual[i], Tolerance));
    }

    private static SplitReport Evaluate(JsonElement golden) => SyntheticPredictions.Evaluate(Labels(golden), Probabilities(golden));

    private static int[] Labels(JsonElement golden) => [.. golden.GetProperty("labels").EnumerateArray().Select(label => label.GetInt32())];

    private static double[][] Probabilities(JsonElement golden) =>
        [.. golden.GetProperty("probabilities").EnumerateArray().Select(row => row.EnumerateArray().Select(p => p.GetDouble()).ToArray())];

    private static JsonElement[] Load() =>
        [.. JsonDocument.Parse(File.ReadAllText(GoldenFiles.Path("metrics.json"))).RootElement.EnumerateArray()];
}
