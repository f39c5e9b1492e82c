using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Queue;

/// <summary>
/// Folders that are missing but may come back, such as a network drive that is not mounted yet after a reboot. Jobs that need them wait.
/// </summary>
internal static class MissingFolders
{
    /// <summary>Why the results folder cannot be used; null if it can, or if there is none yet.</summary>
    public static string? Results(AngioboardOptions options, RunStore runs) => HeldRuns(options, runs) && !Directory.Exists(options.Results)
        ? $"the results folder {options.Results} is not there, though it held runs: mount it, or create it if the runs no longer exist"
        : null;

    /// <summary>
    /// Whether the results folder has or had runs. Then it must not be created again: the new folder would be hidden below a drive that is
    /// not mounted now.
    /// </summary>
    public static bool HeldRuns(AngioboardOptions options, RunStore runs) =>
        runs.All.Any(run => run.Folder.StartsWith(options.Results + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    /// <summary>Why a run cannot start now; null if nothing is missing that may come back.</summary>
    public static string? Of(Run run)
    {
        if (!Directory.Exists(run.Folder) && !Directory.Exists(Path.GetDirectoryName(run.Folder)))
            return $"waits for {run.Folder}, which is missing: it continues when that is back";
        return run.Settings.Datadir is { } frames && !Directory.Exists(frames)
            ? $"waits for {frames}, which is missing: it continues when that is back; if it has moved, resume in a terminal: angioboard "
                + $"resume {run.Folder} --datadir FOLDER"
            : null;
    }
}
