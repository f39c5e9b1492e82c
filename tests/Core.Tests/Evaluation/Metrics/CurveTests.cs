using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Predictions;

namespace Angioboard.Core.Tests.Evaluation.Metrics;

public sealed class CurveTests
{
    // The example in scikit-learn's documentation of roc_curve and precision_recall_curve.
    private static readonly int[] Labels = [0, 0, 1, 1];
    private static readonly double[] Scores = [0.1, 0.4, 0.35, 0.8];

    [Fact]
    public void Roc_curve_has_the_points_of_scikit_learn()
    {
        RocCurve roc = Evaluate(Labels, Scores).Roc[1];

        Assert.Equal([0, 0, 0.5, 0.5, 1], roc.FalsePositiveRate);
        Assert.Equal([0, 0.5, 0.5, 1, 1], roc.TruePositiveRate);
        Assert.Equal(0.75, roc.Area!.Value, 1e-12);
    }

    [Fact]
    public void Precision_recall_curve_has_the_points_of_scikit_learn()
    {
        PrecisionRecallCurve curve = Evaluate(Labels, Scores).Pr[1];

        Assert.Equal([1, 1, 0.5, 0.5, 0], curve.Recall);
        Assert.Equal([0.5, 2.0 / 3, 0.5, 1, 1], curve.Precision);
        Assert.Equal(0.5 * 1 + 0.5 * 2 / 3, curve.AveragePrecision!.Value, 1e-12);
    }

    [Fact]
    public void Points_on_a_straight_line_are_left_out_of_a_roc_curve()
    {
        RocCurve roc = Evaluate([1, 1, 1, 0, 0, 0], [0.9, 0.8, 0.7, 0.3, 0.2, 0.1]).Roc[1];

        // scikit-learn keeps the first point after the added (0, 0): fpr [0, 0, 0, 1], tpr [0, 1/3, 1, 1].
        Assert.Equal([0, 0, 0, 1], roc.FalsePositiveRate);
        Assert.Equal([0, 1.0 / 3, 1, 1], roc.TruePositiveRate);
    }

    [Fact]
    public void Areas_of_curves_are_those_reported()
    {
        SplitPredictions split = SyntheticPredictions.Split("test", 1500, 4, seed: 11);

        SplitReport report = SyntheticPredictions.Evaluate(
            [.. split.Exams.Select(exam => exam.Label!.Value)], [.. split.Exams.Select(exam => exam.Probabilities)]);

        for (int c = 0; c < 4; c++)
        {
            Assert.Equal(report.PerClass[c].Auc!.Value, Trapezoids(report.Roc[c].FalsePositiveRate, report.Roc[c].TruePositiveRate), 1e-9);
            Assert.Equal(report.PerClass[c].AveragePrecision!.Value, Steps(report.Pr[c].Recall, report.Pr[c].Precision), 1e-9);
            Assert.True(report.Pr[c].Recall.Count < 1000);
        }
        Assert.Equal(report.Imcp.Area, Trapezoids(report.Imcp.X, report.Imcp.Y), 1e-9);
    }

    [Fact]
    public void Calibration_bins_include_their_upper_edge_and_cover_every_exam()
    {
        SplitReport report = Evaluate([1, 1, 0, 0], [0.6, 1, 0.39, 0.9]);

        int[] exams = [.. report.Calibration.Select(bin => bin.Exams)];
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1], exams);
        Assert.Equal(0, report.Calibration[13].Accuracy);
        Assert.Equal(0.9, report.Calibration[13].Confidence);
        Assert.Null(report.Calibration[0].Accuracy);
    }

    private static SplitReport Evaluate(int[] labels, double[] scores) =>
        SyntheticPredictions.Evaluate(labels, [.. scores.Select(p => new[] { 1 - p, p })]);

    private static double Trapezoids(IReadOnlyList<double> x, IReadOnlyList<double> y) =>
        Enumerable.Range(1, x.Count - 1).Sum(i => (x[i] - x[i - 1]) * (y[i] + y[i - 1]) / 2);

    private static double Steps(IReadOnlyList<double> recall, IReadOnlyList<double> precision) =>
        Enumerable.Range(0, recall.Count - 1).Sum(i => (recall[i] - recall[i + 1]) * precision[i]);
}
