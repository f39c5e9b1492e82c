using System.Text.Json.Nodes;
using Angioboard.Core.RunFolders;

namespace Angioboard.Core.Studies;

/// <summary>How far a run of a study is.</summary>
public enum StudyRunState
{
    /// <summary>It has no folder yet, or it was deleted.</summary>
    Missing,

    /// <summary>It has not begun, or was interrupted; it continues where it was.</summary>
    Waiting,

    /// <summary>It has its predictions.</summary>
    Finished,

    /// <summary>It failed or diverged.</summary>
    Failed,
}

/// <summary>A run of a study, and its folder.</summary>
/// <param name="Run">The run.</param>
/// <param name="Folder">Its folder; null if it has none.</param>
/// <param name="State">How far it is.</param>
/// <param name="Reason">Why it failed; null if it did not.</param>
public sealed record StudyCell(StudyRun Run, RunFolder? Folder, StudyRunState State, string? Reason)
{
    /// <summary>The run in a folder.</summary>
    public static StudyCell Of(StudyRun run, RunFolder folder)
    {
        JsonObject? status = RunState.Of(folder.Metrics).Status;
        return RunEvents.Text(status?["status"]) switch
        {
            RunEvents.Finished when File.Exists(folder.Predictions) => new StudyCell(run, folder, StudyRunState.Finished, null),
            RunEvents.Failed or RunEvents.Diverged => new StudyCell(run, folder, StudyRunState.Failed,
                RunEvents.Text(status!["reason"]) ?? RunEvents.Text(status["status"])),
            _ => new StudyCell(run, folder, StudyRunState.Waiting, null),
        };
    }
}
