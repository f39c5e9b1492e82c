namespace Angioboard.Jobs.Runs;

/// <summary>The state of a run.</summary>
public enum RunStatus
{
    /// <summary>Waits for a device.</summary>
    Queued,

    /// <summary>Its trainer is running.</summary>
    Running,

    /// <summary>Its trainer was asked to stop and has not ended yet.</summary>
    Stopping,

    /// <summary>Trained, predicted and evaluated.</summary>
    Finished,

    /// <summary>Stopped by someone; can be resumed.</summary>
    Stopped,

    /// <summary>A loss or gradient was not finite.</summary>
    Diverged,

    /// <summary>Ended with an error, which <see cref="Run.Reason"/> describes.</summary>
    Failed,
}

/// <summary>The rules of statuses and their transitions.</summary>
/// <remarks>
/// <code>
/// from                                     to         when
/// Queued                                   Running    it gets a device, or a terminal starts it
/// Queued                                   Stopping   it was asked to stop while its trainer was starting
/// Queued                                   Stopped    it is taken out of the queue
/// Queued                                   Failed     it cannot be started
/// Running, Stopping                        Queued     it is paused, its device is taken, or its trainer ended while no dashboard ran
/// Running                                  Queued     Slurm took its node away and has put the job back into Slurm's own queue
/// Running                                  Stopping   someone asks it to stop or to pause
/// Stopping                                 Running    a new dashboard finds its trainer alive and asks it again
/// Running, Stopping                        Finished, Stopped, Diverged, Failed   its trainer has ended
/// Finished, Stopped, Diverged, Failed      Queued     someone resumes or extends it
/// Finished, Stopped, Diverged, Failed      Running    a terminal resumes it
/// </code>
/// </remarks>
public static class RunStatusRules
{
    /// <summary>Whether such a run has ended, so that nothing more happens to it by itself.</summary>
    public static bool IsFinal(this RunStatus status) =>
        status is RunStatus.Finished or RunStatus.Stopped or RunStatus.Diverged or RunStatus.Failed;

    /// <summary>Whether such a run has a running trainer.</summary>
    public static bool IsActive(this RunStatus status) => status is RunStatus.Running or RunStatus.Stopping;

    /// <summary>Whether one status may follow another: the table above.</summary>
    public static bool MayBecome(this RunStatus from, RunStatus to) => from == to || from switch
    {
        RunStatus.Queued => to is RunStatus.Running or RunStatus.Stopping or RunStatus.Stopped or RunStatus.Failed,
        RunStatus.Running or RunStatus.Stopping => true,
        _ => to is RunStatus.Queued or RunStatus.Running,
    };
}
