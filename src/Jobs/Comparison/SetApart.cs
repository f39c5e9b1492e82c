using Angioboard.Jobs.Lists.Columns;

namespace Angioboard.Jobs.Comparison;

/// <summary>What sets a run apart from the others beside it.</summary>
public static class SetApart
{
    /// <summary>
    /// The settings whose value fewer than half of the other runs share. Of two runs these are all in which they differ; of many, those
    /// that make this run another than most.
    /// </summary>
    /// <param name="rows">The settings of all runs (<see cref="SettingsDifference.Between"/>).</param>
    /// <param name="run">The run's index in <see cref="SettingRow.Values"/>.</param>
    public static IReadOnlyList<(string Name, string Value)> Of(IReadOnlyList<SettingRow> rows, int run) =>
        [.. rows.Where(row => row.Differs && 2 * (row.Values.Count(value => value == row.Values[run]) - 1) < row.Values.Count - 1).Select(row => (row.Name, row.Values[run]))];

    /// <summary>The same as a line: <c>lr 0.0003, seed 2</c>.</summary>
    public static string Line(IReadOnlyList<SettingRow> rows, int run) => string.Join(", ", Of(rows, run).Select(setting => $"{setting.Name} {setting.Value}"));
}
