using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation.Paired.Areas;

/// <summary>A run's area under the ROC curve of a class against the rest. What cannot be computed is null.</summary>
/// <param name="Auc">The area.</param>
/// <param name="DelongVariance">Its variance if exams are independent.</param>
/// <param name="DelongInterval">The plain 95 % interval, cut at 0 and 1.</param>
/// <param name="DelongLogitInterval">The interval on the logit scale, which holds its level better near 1.</param>
/// <param name="ClusteredVariance">Its variance if patients are independent.</param>
/// <param name="ClusteredLogitInterval">The interval on the logit scale by that variance: the one to report.</param>
public sealed record AreaEstimate(
    double Auc,
    double? DelongVariance,
    IReadOnlyList<double>? DelongInterval,
    IReadOnlyList<double>? DelongLogitInterval,
    double? ClusteredVariance,
    IReadOnlyList<double>? ClusteredLogitInterval)
{
    internal static AreaEstimate Of(double area, double? exams, double? patients) =>
        new(area, exams, Plain(area, exams), Logit(area, exams), patients, Logit(area, patients));

    /// <summary>Null without a variance, or where it is 0: the logit of 1 is infinite.</summary>
    internal static double[]? Logit(double area, double? variance)
    {
        if (variance is not { } v || v <= 0 || area is <= 0 or >= 1) return null;
        double middle = Math.Log(area / (1 - area)), half = Tails.Normal975 * Math.Sqrt(v) / (area * (1 - area));
        return [1 / (1 + Math.Exp(half - middle)), 1 / (1 + Math.Exp(-half - middle))];
    }

    private static double[]? Plain(double area, double? variance) => variance is not { } v
        ? null
        : [Math.Max(0, area - Tails.Normal975 * Math.Sqrt(v)), Math.Min(1, area + Tails.Normal975 * Math.Sqrt(v))];
}
