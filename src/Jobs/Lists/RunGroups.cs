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
        RunColumn[] telling = [.. SettingColumns.All.Where(setting => !SettingsHash.IsIncidental(setting.Key) && Differs(setting, groups))];
        return Array.ConvertAll(groups, group =>
        {
            Run run = group.Members[0];
            string[] values = [.. telling.Select(setting => $"{setting.Key} {(setting.Show(run) is { Length: > 0 } value ? value : "–")}")];
            return group with { Title = values.Length > 0 ? string.Join(", ", values) : run.Experiment };
        });
    }

    private static bool Differs(RunColumn setting, RunGroup[] groups)
    {
        string? first = null;
        foreach (RunGroup group in groups)
        {
            string value = setting.Show(group.Members[0]);
            first ??= value;
            if (value != first) return true;
        }
        return false;
    }
}
