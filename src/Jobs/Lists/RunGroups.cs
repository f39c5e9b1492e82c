using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Lists;

/// <summary>Gathers runs into groups.</summary>
internal static class RunGroups
{
    public static IReadOnlyList<RunGroup> Of(IReadOnlyList<Run> ordered, RunGrouping grouping, RunColumn sort, bool descending)
    {
        RunGroup[] groups =
        [
            .. ordered.GroupBy(run => grouping == RunGrouping.Experiment ? run.Experiment : run.SettingsHash)
                .Select(group => new RunGroup(group.Key, group.Key, [.. group])),
        ];
        if (grouping == RunGrouping.Settings) groups = Titled(groups);
        Dictionary<string, GroupValue> values = groups.ToDictionary(group => group.Key, group => group.Of(sort));
        // A text column with an order of its own, such as the status, is sorted by its text here, since members may differ in it.
        RunColumn by = sort.IsNumber ? sort : sort with { Number = null };
        return RunOrder.Of(groups, by, descending, group => values[group.Key].Mean, group => values[group.Key].Text, group => group.Newest,
            group => group.Members[0].Key);
    }

    // What distinguishes a group from the others: its values of the settings that differ between groups.
    private static RunGroup[] Titled(RunGroup[] groups)
    {
        TellingSettings telling = TellingSettings.Of([.. groups.Select(group => group.Members[0])], SettingsHash.IsIncidental);
        return Array.ConvertAll(groups, group => group with
        {
            Title = telling.Text(group.Members[0]) is { Length: > 0 } text ? text : group.Members[0].Experiment,
        });
    }
}
