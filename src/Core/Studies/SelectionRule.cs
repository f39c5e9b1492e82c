using Angioboard.Core.Evaluation.Metrics;

namespace Angioboard.Core.Studies;

/// <summary>What decides which variant is best: a metric of the validation exams, never of the test.</summary>
/// <param name="Metric">A metric that each epoch has: <c>auc_ovr_macro</c>, <c>log_loss</c> …</param>
/// <param name="Maximize">Whether higher is better.</param>
public sealed record SelectionRule(string Metric, bool Maximize)
{
    /// <summary>How the two directions are written.</summary>
    internal const string Max = "max", Min = "min";

    /// <summary>The metrics that can select: those of each epoch that the results of a study have too.</summary>
    public static IReadOnlyList<string> Metrics { get; } = [.. EpochMetrics.None.ByName().Select(metric => metric.Key)];

    /// <summary>The name of the value in an epoch's record: <c>val_auc_ovr_macro</c>.</summary>
    public string Key => $"val_{Metric}";

    /// <summary>The rule for a metric, in the direction in which it is better.</summary>
    public static SelectionRule Of(string metric) => new(metric, !MetricDirection.LowerIsBetter(metric));
}
