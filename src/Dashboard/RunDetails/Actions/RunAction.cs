using Angioboard.Jobs.Runs;
using MudBlazor;

namespace Angioboard.Dashboard.RunDetails.Actions;

/// <summary>Actions on a run.</summary>
public enum RunActionKind
{
    /// <summary>Ends the trainer, or removes the run from the queue.</summary>
    Stop,

    /// <summary>Holds the run in the queue; a running trainer first saves a checkpoint and ends.</summary>
    Pause,

    /// <summary>Puts a paused run back in the queue.</summary>
    ResumeQueueing,

    /// <summary>Ends training and evaluates the best epoch so far.</summary>
    FinishEarly,

    /// <summary>Continues from the last checkpoint.</summary>
    Resume,

    /// <summary>Trains a finished run for more epochs.</summary>
    AddEpochs,

    /// <summary>Opens the form with this run's settings.</summary>
    Clone,

    /// <summary>Opens the form with this run's settings, half the batch size and the same number of exams per step.</summary>
    CloneHalved,

    /// <summary>Evaluates on another dataset.</summary>
    EvaluateOn,

    /// <summary>Edits name, tags, note.</summary>
    Edit,

    /// <summary>Hides the run from the default list.</summary>
    Archive,

    /// <summary>Shows the run in the default list again.</summary>
    Unarchive,

    /// <summary>Moves its folder to the trash.</summary>
    Delete,
}

/// <summary>A button or menu entry on a run's page.</summary>
/// <param name="Kind">The action.</param>
/// <param name="Title">Its name.</param>
/// <param name="Does">Its effect, in a sentence.</param>
/// <param name="Icon">Its icon.</param>
/// <param name="Shown">Whether it is a button of its own instead of a menu entry.</param>
/// <param name="Main">Whether it is the most likely action.</param>
public sealed record RunAction(RunActionKind Kind, string Title, string Does, string Icon, bool Shown, bool Main = false)
{
    /// <summary>The actions available for a run in its current state; none for viewers.</summary>
    public static IReadOnlyList<RunAction> Of(Run run, bool mayChange)
    {
        if (!mayChange || run.Trashed is not null) return [];
        bool final = run.Status.IsFinal();
        List<RunAction> actions = [];
        if (run.Status == RunStatus.Queued)
        {
            if (run.PausedBy is null)
                actions.Add(new(RunActionKind.Pause, "Pause", "Holds the run in the queue until its queueing is resumed.",
                    Icons.Material.Filled.Pause, Shown: true));
            // What the search of its study holds goes on with its variant.
            else if (run.IsPausedByHand)
                actions.Add(new(RunActionKind.ResumeQueueing, "Resume queueing",
                    "Lets the run start when its turn comes, on any free device.", Icons.Material.Filled.PlayArrow, Shown: true,
                    Main: true));
            actions.Add(new(RunActionKind.Stop, "Remove from queue", "The run stays and can be resumed.", Icons.Material.Filled.Stop,
                Shown: true));
        }
        if (run is { Status: RunStatus.Running, Hangs: true })
            actions.Add(
                new(RunActionKind.Stop, "End the hung trainer",
                    "Asks the trainer to end and kills it after 4 seconds; the run can then be resumed from its last checkpoint.",
                    Icons.Material.Filled.Stop, Shown: true, Main: true));
        else if (run.Status == RunStatus.Running)
        {
            actions.Add(new(RunActionKind.Pause, "Pause",
                "Saves a checkpoint, frees the device and holds the run in the queue until its queueing is resumed.",
                Icons.Material.Filled.Pause, Shown: true));
            actions.Add(new(RunActionKind.Stop, "Stop",
                "Ends training now. The newest complete checkpoint is kept, and the run can be resumed.", Icons.Material.Filled.Stop,
                Shown: true));
            if (run.EpochsDone > 0 && run.Progress?.Phase is null or "train")
                actions.Add(new(RunActionKind.FinishEarly, "Finish early",
                    "Ends training after the current step and evaluates the best epoch so far.", Icons.Material.Filled.FlagCircle,
                    Shown: true));
        }
        if (run.Status is RunStatus.Stopped or RunStatus.Failed or RunStatus.Diverged)
            actions.Add(new(RunActionKind.Resume, "Resume", "Queues the run again; it continues from its last checkpoint.",
                Icons.Material.Filled.PlayArrow, Shown: MayHelp(run), Main: MayHelp(run)));
        if (run.Cause == FailureCause.OutOfMemory && run.Settings.BatchSize > 1)
            actions.Add(new(RunActionKind.CloneHalved, "Clone with half the batch",
                    "Opens the form with this run's settings, half the batch size and double the accumulation: "
                    + "the same number of exams per step in less memory.",
                    Icons.Material.Filled.ContentCut, Shown: true, Main: true));
        if (run.Status == RunStatus.Finished && run.Splits.Count > 0 && !run.Missing)
            actions.Add(new(RunActionKind.AddEpochs, "Train for more epochs…", "Trains this run for more epochs, from where it ended.",
                Icons.Material.Filled.Update, Shown: true));
        actions.Add(new(RunActionKind.Clone, "Clone", "Opens the form with this run's settings.", Icons.Material.Filled.ContentCopy,
            Shown: true, Main: final && !actions.Any(action => action.Main)));
        if (final && run.BestEpoch is not null && !run.Missing)
            actions.Add(new(RunActionKind.EvaluateOn, "Evaluate on another dataset…",
                "Predicts and evaluates the best checkpoint on another registered dataset.", Icons.Material.Filled.Biotech, Shown: true));
        actions.Add(new(RunActionKind.Edit, "Edit", "Changes name, tags and note.", Icons.Material.Filled.Edit, Shown: false));
        actions.Add(run.Archived
            ? new(RunActionKind.Unarchive, "Unarchive", "Shows the run in the list again.", Icons.Material.Filled.Unarchive, Shown: false)
            : new(RunActionKind.Archive, "Archive", "Hides the run from the list; its folder and results are kept.",
                Icons.Material.Filled.Archive, Shown: false));
        if (final)
            actions.Add(
                new(RunActionKind.Delete, "Delete", "Moves the run's folder to the trash.", Icons.Material.Filled.Delete, Shown: false));
        return actions;
    }

    // A run that diverged or failed with its settings would do so again; one that was stopped, or has lost its device, would not.
    private static bool MayHelp(Run run) => run.Status == RunStatus.Stopped || run.Cause == FailureCause.DeviceLost;
}
