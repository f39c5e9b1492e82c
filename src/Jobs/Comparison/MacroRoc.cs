using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Jobs.Reading;

namespace Angioboard.Jobs.Comparison;

/// <summary>One ROC curve for several classes: at each false positive rate the mean of the classes' true positive rates.</summary>
public static class MacroRoc
{
    private const int Steps = 100;

    /// <summary>The curve at 101 equally spaced false positive rates, after (0, 0); empty if no class has a curve.</summary>
    public static IReadOnlyList<CurvePoint> Of(IReadOnlyList<RocCurve> classes)
    {
        RocCurve[] drawn = [.. classes.Where(curve => curve.FalsePositiveRate.Count > 1)];
        if (drawn.Length == 0) return [];
        List<CurvePoint> points = [new CurvePoint(0, 0)];
        for (int step = 0; step <= Steps; step++)
        {
            double x = (double)step / Steps;
            points.Add(new CurvePoint(x, drawn.Average(curve => At(curve, x))));
        }
        return points;
    }

    // Where the curve has a vertical step, its upper end counts.
    private static double At(RocCurve curve, double x)
    {
        IReadOnlyList<double> fpr = curve.FalsePositiveRate, tpr = curve.TruePositiveRate;
        int i = fpr.Count - 1;
        while (i > 0 && fpr[i] > x) i--;
        if (i == fpr.Count - 1 || fpr[i] == x) return tpr[i];
        return tpr[i] + (tpr[i + 1] - tpr[i]) * (x - fpr[i]) / (fpr[i + 1] - fpr[i]);
    }
}
