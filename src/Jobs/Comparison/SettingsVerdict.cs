using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Lists;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Comparison;

/// <summary>Runs with the same settings but the seed, as <see cref="SettingsVerdict"/> ranks them.</summary>
/// <param name="Title">The settings in which they differ from the others.</param>
/// <param name="Runs">The runs.</param>
/// <param name="Rank">Their place, from 1; null without a value, or if the runs used different data.</param>
/// <param name="Validation">Mean and deviation of the metric that ranks them.</param>
/// <param name="Test">The same for each of <see cref="SettingsVerdict.TestMetrics"/>.</param>
public sealed record RankedSettings(
    string Title, IReadOnlyList<Run> Runs, int? Rank, GroupValue Validation, IReadOnlyList<GroupValue> Test);

/// <summary>Which settings are better: groups of runs that differ only in the seed, ranked by a metric of the validation split.</summary>
/// <param name="Metric">The metric: <c>val_loss</c>.</param>
/// <param name="Settings">The groups, the best first.</param>
public sealed record SettingsVerdict(string Metric, IReadOnlyList<RankedSettings> Settings)
{
    /// <summary>The metrics of the test split that are shown beside it.</summary>
    public static IReadOnlyList<string> TestMetrics { get; } =
        [MetricNames.AucOvrMacro, MetricNames.Accuracy, MetricNames.F1Macro];

    /// <summary>How the metric is shown.</summary>
    public static ColumnFormat Format => ColumnFormat.Measured;

    /// <summary>The validation metrics that runs can be ranked by.</summary>
    public static IReadOnlyList<string> Metrics(IReadOnlyList<Run> runs) =>
        [.. runs.SelectMany(run => run.Best.Keys).Where(name => name.StartsWith("val_", StringComparison.Ordinal)).Distinct()
            .OrderBy(name => name == "val_loss" ? 0 : 1).ThenBy(name => name, StringComparer.Ordinal)];

    /// <summary>Ranks runs by a metric; by default the one that selected the epoch of most runs.</summary>
    public static SettingsVerdict Of(IReadOnlyList<Run> runs, string? wanted)
    {
        string usual = runs.GroupBy(run => run.Settings.CheckpointMetric.Key()).MaxBy(group => group.Count())?.Key ?? "val_loss";
        string metric = wanted is not null && Metrics(runs).Contains(wanted) ? wanted : usual;
        RunColumn column = ColumnOf(runs, metric);
        RunColumn[] test = [.. TestMetrics.Select(name => RunColumns.Find($"split:test:{name}")!)];
        FingerprintCheck data = new();
        foreach (Run run in runs.Where(run => column.Number!(run) is not null)) data.Add(run.Fingerprint);
        int rank = 0;
        return new SettingsVerdict(metric,
        [
            .. RunGroups.Of(runs, RunGrouping.Settings, column, !MetricDirection.LowerIsBetter(metric))
                .Select(group => (Group: group, Value: group.Of(column)))
                .Select(ranked => new RankedSettings(ranked.Group.Title, ranked.Group.Members,
                    data.AreSame && ranked.Value.Mean is not null ? ++rank : null, ranked.Value, [.. test.Select(ranked.Group.Of)])),
        ]);
    }

    /// <summary>A run's value of the metric, at the epoch that it kept; null if it has none.</summary>
    public static double? ValueOf(Run run, string metric) => ColumnOf([run], metric).Number!(run);

    /// <summary>Whether the means of the first two are closer to each other than the seeds of one of them are.</summary>
    public bool IsClose =>
        Settings is [{ Rank: 1, Validation: { Mean: { } first } one }, { Rank: 2, Validation: { Mean: { } second } two }, ..]
        && Math.Abs(first - second) < Math.Max(one.Deviation ?? 0, two.Deviation ?? 0);

    // The best value of the metric that selected the epoch is that of the kept epoch; older records hold only the best ones.
    private static RunColumn ColumnOf(IReadOnlyList<Run> runs, string metric) =>
        RunColumns.Find($"{(runs.All(run => run.Settings.CheckpointMetric.Key() == metric) ? "best" : "at_best")}:{metric}")!;
}
