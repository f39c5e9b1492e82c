using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Queue;

/// <summary>Folders that are not there now and may come back, such as a network drive that is not mounted yet after a reboot: what needs them waits.</summary>
internal static class MissingFolders
{
    /// <summary>Why the results folder cannot be used; null while it can, or where there is none yet.</summary>
    public static string? Results(AngioboardOptions options, RunStore runs) => HeldRuns(options, runs) && !Directory.Exists(options.Results)
        ? $"the results folder {options.Results} is not there, though it held runs: mount it, or create it if the runs no longer exist"
        : null;

    /// <summary>Whether there are runs in the results folder, or were: it must not be made anew, which would be below a drive that is away.</summary>
    public static bool HeldRuns(AngioboardOptions options, RunStore runs) =>
        runs.All.Any(run => run.Folder.StartsWith(options.Results + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    /// <summary>Why a run cannot start now; null if nothing that may come back is missing.</summary>
    public static string? Of(Run run)
    {
        if (!Directory.Exists(run.Folder) && !Directory.Exists(Path.GetDirectoryName(run.Folder)))
            return $"waits for {run.Folder}, which is missing: it continues when that is back";
        return run.Settings.Datadir is { } frames && !Directory.Exists(frames)
            ? $"waits for {frames}, which is missing: it continues when that is back; if it has moved, resume in a terminal: angioboard resume {run.Folder} --datadir FOLDER"
            : null;
    }
}
