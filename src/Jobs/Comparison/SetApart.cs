using Angioboard.Jobs.Lists.Columns;

namespace Angioboard.Jobs.Comparison;

/// <summary>The settings that distinguish a run from the others beside it.</summary>
public static class SetApart
{
    /// <summary>
    /// The settings whose value fewer than half of the other runs share. For two runs, these are all the differences; for many, those in
    /// which this run differs from most.
    /// </summary>
    /// <param name="rows">The settings of all runs (<see cref="SettingsDifference.Between"/>).</param>
    /// <param name="run">The run's index in <see cref="SettingRow.Values"/>.</param>
    public static IReadOnlyList<(string Name, string Value)> Of(IReadOnlyList<SettingRow> rows, int run) =>
        [.. rows.Where(row => row.Differs && 2 * (row.Values.Count(value => value == row.Values[run]) - 1) < row.Values.Count - 1)
            .Select(row => (row.Name, row.Values[run]))];

    /// <summary>The same as one line: <c>lr 0.0003, seed 2</c>.</summary>
    public static string Line(IReadOnlyList<SettingRow> rows, int run) =>
        string.Join(", ", Of(rows, run).Select(setting => $"{setting.Name} {setting.Value}"));
}
