namespace Angioboard.Core.Evaluation.Metrics;

/// <summary>Whether lower or higher values of a metric are better.</summary>
public static class MetricDirection
{
    /// <summary>Whether lower is better: losses, Brier score, calibration error, durations, memory.</summary>
    public static bool LowerIsBetter(string metric) =>
        metric.EndsWith("loss", StringComparison.Ordinal) || metric.EndsWith("ece", StringComparison.Ordinal)
        || metric.EndsWith(MetricNames.Brier, StringComparison.Ordinal)
        || metric.EndsWith("seconds", StringComparison.Ordinal) || metric.EndsWith("wait", StringComparison.Ordinal)
        || metric.EndsWith("memory", StringComparison.Ordinal);

    /// <summary>Whether <paramref name="value"/> is better than <paramref name="other"/>; a missing value never is.</summary>
    public static bool IsBetter(string metric, double? value, double? other) => value is { } v && double.IsFinite(v)
        && (other is not { } o || (LowerIsBetter(metric) ? v < o : v > o));
}
