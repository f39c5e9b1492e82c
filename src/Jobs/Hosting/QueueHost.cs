using Angioboard.Jobs.Adoption;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Retention;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Supervision;
using Angioboard.Jobs.Troubles;
using Hangfire;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Angioboard.Jobs.Hosting;

/// <summary>
/// Runs the queue while the dashboard runs: takes over what an earlier dashboard left, then schedules, adopts, listens and sweeps. When it
/// ends, trainers keep running.
/// </summary>
internal sealed class QueueHost(
    QueueSetup setup, Recovery recovery, Scheduler scheduler, Supervisor supervisor, FollowedRuns followed, Inbox inbox,
    Sweep sweep, Notices notices,
    Database database, HostEnd end, JobStorage storage, ILogger<QueueHost> logger) : BackgroundService
{
    private const int SpareWorkers = 16;
    private const string TakingUp = "Taking up what was under way";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2), Again = TimeSpan.FromSeconds(1);

    private readonly TroubleLog troubles = new(logger);
    private readonly TaskCompletionSource tookOver = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when what an earlier dashboard left has been taken over.</summary>
    public Task TakenOver => tookOver.Task;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            await RunAsync(stoppingToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            // The host ends and says why. Its service manager should start it again.
            end.Fail();
            throw;
        }
    }

    private async Task RunAsync(CancellationToken stoppingToken)
    {
        await TakeUpAsync(() => recovery.Import(stoppingToken), stoppingToken);
        tookOver.TrySetResult();
        using SemaphoreSlim back = new(0);
        database.TroubleChanged += Tell;
        // A worker follows one trainer, and each device has at most one. Some workers may still wait for their trainer's end when the next
        // one has begun.
        using BackgroundJobServer server = new(
            new BackgroundJobServerOptions
            {
                Activator = new RunJobActivator(supervisor),
                Queues = [RunJob.QueueName],
                WorkerCount = (2 * setup.Devices().Count) + SpareWorkers,
                ServerName = $"angioboard:{Environment.ProcessId}",
                ShutdownTimeout = Patience,
            }, storage);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        Task[] parts =
        [
            scheduler.RunAsync(either.Token), TakeUpAgainAsync(back, either.Token), inbox.RunAsync(either.Token),
            followed.RunAsync(either.Token), sweep.RunAsync(either.Token), notices.RunAsync(either.Token),
        ];
        try
        {
            // If one part fails, all end, and the host says why.
            await await Task.WhenAny(parts);
        }
        finally
        {
            database.TroubleChanged -= Tell;
            await either.CancelAsync();
            server.SendStop();
            using CancellationTokenSource late = new(Patience);
            await server.WaitForShutdownAsync(late.Token);
            await Task.WhenAll(parts).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        void Tell()
        {
            if (database.Trouble is null) back.Release();
        }
    }

    /// <summary>After trouble with the database: some of the latest changes may have been saved only in part.</summary>
    private async Task TakeUpAgainAsync(SemaphoreSlim back, CancellationToken cancellation)
    {
        while (true)
        {
            await back.WaitAsync(cancellation);
            await TakeUpAsync(recovery.Settle, cancellation);
        }
    }

    private async Task TakeUpAsync(Action before, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                lock (scheduler.Intake)
                {
                    before();
                    recovery.TakeUp();
                }
                troubles.Worked(TakingUp);
                return;
            }
            catch (Exception e) when (TroubleLog.MayPass(e))
            {
                troubles.Say(TakingUp, e);
            }
            await Task.Delay(Again, cancellation);
        }
    }
}
