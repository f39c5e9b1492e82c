using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Lists.Columns;

/// <summary>The columns that are shown until somebody chooses others: they depend on the runs.</summary>
public static class AutomaticColumns
{
    private const int MostSettings = 5;

    private static readonly string[] first = ["name", "status", "progress", "best:val_loss", "best:val_auc_ovr_macro"];
    private static readonly string[] incidental = ["device", "threads", "checkpoint_minutes"];

    /// <summary>
    /// Name, status, progress and best validation figures; the settings in which the runs differ, at most five; the owner if there are
    /// several; the column that the list is sorted by; when the run was launched, or deleted.
    /// </summary>
    /// <param name="runs">The runs of the list.</param>
    /// <param name="sort">The column that the list is sorted by.</param>
    /// <param name="shelf">The shelf of the list.</param>
    /// <param name="named">Whether rows are groups that are called by these settings already.</param>
    internal static RunColumn[] Of(IReadOnlyList<Run> runs, RunColumn sort, RunShelf shelf, bool named)
    {
        // Of thousands of runs, only these can differ in a setting that counts.
        Run[] different = named ? [] : [.. runs.DistinctBy(run => (run.SettingsHash, run.Settings.Seed, run.Dataset))];
        RunColumn[] varied = [.. TellingSettings.Of(different, incidental.Contains).Columns.Take(MostSettings)];
        string last = shelf == RunShelf.Trash ? "deleted" : "created";
        IEnumerable<string> keys =
        [
            .. first, .. varied.Select(column => column.Key),
            .. runs.Any(run => run.Owner != runs[0].Owner) ? ["owner"] : Array.Empty<string>(),
        ];
        return [.. keys.Append(sort.Key).Append(last).Distinct().Select(key => RunColumns.Find(key)!)];
    }
}
