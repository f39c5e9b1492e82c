using Angioboard.Jobs.Queue;
using Microsoft.Extensions.Logging;

namespace Angioboard.Jobs.Supervision;

/// <summary>
/// Follows the runs of terminals, separately from the workers that start queued jobs, so that any number of them does not stop the queue.
/// </summary>
internal sealed partial class TerminalRuns(Scheduler scheduler, Supervisor supervisor, ILogger<TerminalRuns> logger)
{
    /// <summary>Follows each until it ends, or until cancelled; their trainers then continue.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        List<Task> following = [];
        try
        {
            await foreach (Assignment work in scheduler.Terminals.Reader.ReadAllAsync(cancellation))
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
            // The others are still followed. As long as its trainer holds a device, this one is found again.
            Failed(work.Job.Id, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Run}, which a terminal started, could not be followed")]
    private partial void Failed(string run, Exception e);
}
