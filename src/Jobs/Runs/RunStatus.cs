namespace Angioboard.Jobs.Runs;

/// <summary>Where a run stands.</summary>
public enum RunStatus
{
    /// <summary>Waits for a device.</summary>
    Queued,

    /// <summary>Its trainer works.</summary>
    Running,

    /// <summary>Its trainer was asked to stop and has not ended yet.</summary>
    Stopping,

    /// <summary>Trained, predicted and evaluated.</summary>
    Finished,

    /// <summary>Stopped by someone; can be resumed.</summary>
    Stopped,

    /// <summary>A loss or gradient was not finite.</summary>
    Diverged,

    /// <summary>Ended by an error; <see cref="Run.Reason"/> tells it.</summary>
    Failed,
}

/// <summary>What follows from a status.</summary>
public static class RunStatusRules
{
    /// <summary>Whether nothing more happens to such a run by itself.</summary>
    public static bool IsFinal(this RunStatus status) => status is RunStatus.Finished or RunStatus.Stopped or RunStatus.Diverged or RunStatus.Failed;

    /// <summary>Whether a trainer works on such a run.</summary>
    public static bool IsActive(this RunStatus status) => status is RunStatus.Running or RunStatus.Stopping;
}
