using Angioboard.Core.Settings;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Lists.Columns;

/// <summary>
/// Names runs by the settings in which they differ: <c>lr 3e-4, seed 2</c>. Settings with the most values come first, then the
/// seed, the data's files last.
/// </summary>
public sealed class TellingSettings
{
    private static readonly RunColumn dataset = RunColumns.Find("dataset")!, fold = RunColumns.Find("fold")!;

    private const string Split = "split";

    private readonly RunColumn[] telling;

    private TellingSettings(RunColumn[] telling) => this.telling = telling;

    /// <summary>The settings, the fold of a study, and the dataset.</summary>
    public IReadOnlyList<RunColumn> Columns => telling;

    /// <summary>The differing settings of these runs; those of <paramref name="leftOut"/> do not count.</summary>
    public static TellingSettings Of(IReadOnlyList<Run> runs, Func<string, bool> leftOut)
    {
        List<(RunColumn Column, int Values, bool Last)> found = [];
        // The split files of folds are the study's own work; the number of the fold says as much.
        Run[] whole = [.. runs.Where(run => run.Study?.Fold is null)];
        foreach (RunColumn setting in SettingColumns.All)
        {
            IReadOnlyList<Run> own = setting.Key == Split ? whole : runs;
            if (leftOut(setting.Key) || !setting.Differs(own)) continue;
            int values = own.Select(setting.Show).Distinct(StringComparer.Ordinal).Count();
            found.Add((setting, values, PathSettings.PlacesOfData.Contains(setting.Key) || setting.Key == "class_names"));
        }
        if (fold.Differs(runs)) found.Add((fold, 0, false));
        // The files of a registered dataset follow from its name.
        if (found.Any(setting => setting.Last) && dataset.Differs(runs) && runs.All(run => run.Dataset is not null))
        {
            found.RemoveAll(setting => setting.Last);
            found.Add((dataset, 0, true));
        }
        IEnumerable<RunColumn> ordered = found.OrderBy(setting => setting.Last).ThenBy(setting => setting.Column.Key == "seed")
            .ThenByDescending(setting => setting.Values).Select(setting => setting.Column);
        return new([.. ordered]);
    }

    /// <summary>The values of a run; empty if the runs do not differ.</summary>
    public string Text(Run run) => string.Join(", ",
        telling.Where(setting => setting != fold || run.Study?.Fold is not null).Select(setting => $"{setting.Key} {Value(setting, run)}"));

    private static string Value(RunColumn setting, Run run) =>
        setting.Kind == ColumnKind.Setting ? SettingColumns.InName(setting.Key, run.Settings) : setting.Show(run);
}
