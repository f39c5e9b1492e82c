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
    private readonly Dictionary<string, RunGroup> repeated = [];

    /// <summary>None.</summary>
    public static Baselines None { get; } = new();

    /// <summary>The baselines among these runs.</summary>
    public static Baselines Of(IReadOnlyList<Run> all)
    {
        Baselines baselines = new();
        foreach (Run run in all) if (run is { Baseline: true, Trashed: null }) baselines.pinned[run.Experiment] = run;
        foreach ((string experiment, Run run) in baselines.pinned)
            baselines.repeated[experiment] = new RunGroup(run.SettingsHash, run.Title,
                [.. all.Where(other => other is { Archived: false, Trashed: null } && baselines.Repeats(experiment, other))]);
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
        return column.Number!(run) is { } value && column.Number!(baseline) is { } other
            ? Between(column, metric, value, other)
            : null;
    }

    /// <summary>
    /// The distance of a metric's mean over a group from the mean over the runs with the baseline's settings; null for a group with runs of
    /// several experiments or with the baseline's settings, for other columns, and for values measured on different data.
    /// </summary>
    public BaselineDifference? Of(RunColumn column, RunGroup group)
    {
        string experiment = group.Members[0].Experiment;
        if (column.Metric is not { } metric || !pinned.TryGetValue(experiment, out Run? baseline)) return null;
        if (baseline.Fingerprint is null) return null;
        if (group.Members.Any(run => run.Experiment != experiment || Repeats(experiment, run))) return null;
        if (group.Members.Concat(repeated[experiment].Members).Any(run => column.Number!(run) is not null
            && run.Fingerprint != baseline.Fingerprint)) return null;
        return group.Of(column).Mean is { } value && repeated[experiment].Of(column).Mean is { } other
            ? Between(column, metric, value, other)
            : null;
    }

    private bool Repeats(string experiment, Run run) => run.Experiment == experiment && run.SettingsHash == pinned[experiment].SettingsHash;

    private static BaselineDifference Between(RunColumn column, string metric, double value, double other)
    {
        double difference = value - other;
        string sign = difference < 0 ? "−" : difference > 0 ? "+" : "±";
        return new($"{sign}{column.Format.Write(Math.Abs(difference))}",
            difference == 0 ? null : MetricDirection.IsBetter(metric, value, other));
    }
}
