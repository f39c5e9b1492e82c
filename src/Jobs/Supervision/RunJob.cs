using Angioboard.Jobs.Queue;
using Hangfire;

namespace Angioboard.Jobs.Supervision;

/// <summary>The background job of a training or an evaluation: from the moment it has a device until the device is free again.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class RunJob
{
    /// <summary>Hangfire's queue of these jobs.</summary>
    public const string QueueName = "trainers";

    private readonly Scheduler scheduler;
    private readonly Supervisor supervisor;

    /// <summary>Made by Hangfire for each job.</summary>
    internal RunJob(Scheduler scheduler, Supervisor supervisor) => (this.scheduler, this.supervisor) = (scheduler, supervisor);

    /// <summary>Starts the trainer, or finds it alive, and follows it to its end.</summary>
    /// <param name="jobId">The run, or a run and a dataset.</param>
    /// <param name="device">The device it has.</param>
    /// <param name="cancellation">The dashboard ends: the trainer is left alone.</param>
    [JobDisplayName("{0} on {1}")]
    public async Task ExecuteAsync(string jobId, string device, CancellationToken cancellation)
    {
        // Whatever a storage takes for lost and hands out again, the work is done once.
        if (scheduler.FindWorking(jobId) is not { } supervision || supervision.Device != device || !supervision.TryBegin()) return;
        try
        {
            await supervisor.FollowAsync(supervision, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The next dashboard finds the trainer alive by itself: nothing is for Hangfire to hand out again.
            return;
        }
        finally
        {
            if (!cancellation.IsCancellationRequested) scheduler.End(supervision);
        }
    }
}
