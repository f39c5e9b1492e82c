using Angioboard.Jobs.Queue;
using Microsoft.Extensions.Logging;

namespace Angioboard.Jobs.Supervision;

/// <summary>
/// Follows the runs of terminals and of Slurm, separately from the workers that start queued jobs, so that any number of them does not stop
/// the queue.
/// </summary>
internal sealed partial class FollowedRuns(Scheduler scheduler, Supervisor supervisor, ILogger<FollowedRuns> logger)
{
    /// <summary>Follows each until it ends, or until cancelled; their trainers then continue.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        List<Task> following = [];
        try
        {
            await foreach (Assignment work in scheduler.Followed.Reader.ReadAllAsync(cancellation))
            {
                following.RemoveAll(task => task.IsCompleted);
                following.Add(Task.Run(() => FollowAsync(work, cancellation), CancellationToken.None));
            }
        }
        finally
        {
            await Task.WhenAll(following);
        }
    }

    private async Task FollowAsync(Assignment work, CancellationToken cancellation)
    {
        try
        {
            await supervisor.WorkAsync(work.Job.Id, work.Device, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The others are still followed. A terminal's is found again as long as it holds a device, and Slurm's by the next dashboard.
            Failed(work.Job.Id, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Run}, which a terminal or Slurm started, could not be followed")]
    private partial void Failed(string run, Exception e);
}
