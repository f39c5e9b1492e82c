using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Lists;

/// <summary>How far a value is from the baseline's.</summary>
/// <param name="Text">With its sign: <c>+0.0120</c>.</param>
/// <param name="Better">Whether the value is better than the baseline's; null if both are equal.</param>
public sealed record BaselineDifference(string Text, bool? Better);

/// <summary>The run of each experiment that others are compared with.</summary>
public sealed class Baselines
{
    private readonly Dictionary<string, Run> pinned = [];

    /// <summary>None.</summary>
    public static Baselines None { get; } = new();

    /// <summary>The baselines among these runs.</summary>
    public static Baselines Of(IReadOnlyList<Run> all)
    {
        Baselines baselines = new();
        foreach (Run run in all) if (run is { Baseline: true, Trashed: null }) baselines.pinned[run.Experiment] = run;
        return baselines;
    }

    /// <summary>
    /// A metric's distance from the baseline of the run's experiment; null for the baseline itself, for other columns, and for values
    /// measured on different data.
    /// </summary>
    public BaselineDifference? Of(RunColumn column, Run run)
    {
        if (column.Metric is not { } metric || !pinned.TryGetValue(run.Experiment, out Run? baseline) || baseline.Id == run.Id) return null;
        if (run.Fingerprint is null || run.Fingerprint != baseline.Fingerprint) return null;
        if (column.Number!(run) is not { } value || column.Number!(baseline) is not { } other) return null;
        double difference = value - other;
        string sign = difference < 0 ? "−" : difference > 0 ? "+" : "±";
        return new($"{sign}{column.Format.Write(Math.Abs(difference))}",
            difference == 0 ? null : MetricDirection.IsBetter(metric, value, other));
    }
}
