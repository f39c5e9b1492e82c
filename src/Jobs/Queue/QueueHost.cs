using Hangfire;
using Microsoft.Extensions.Hosting;

namespace Angioboard.Jobs.Queue;

/// <summary>
/// Runs the queue while the dashboard runs: takes up what an earlier one left, then schedules, adopts, listens and sweeps. Its end leaves
/// trainers alone.
/// </summary>
internal sealed class QueueHost(
    QueueSetup setup, Recovery recovery, Scheduler scheduler, Supervisor supervisor, Inbox inbox, ControlSocket socket, Sweep sweep, Notices notices,
    JobStorage storage) : BackgroundService
{
    private const int SpareWorkers = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        lock (scheduler.Intake)
        {
            recovery.Import(stoppingToken);
            recovery.TakeUp();
        }
        // A worker follows one trainer, and no device has two; those of other data folders come from terminals.
        using BackgroundJobServer server = new(
            new BackgroundJobServerOptions
            {
                Activator = new RunJobActivator(scheduler, supervisor),
                Queues = [RunJob.QueueName],
                WorkerCount = (2 * setup.Devices().Count) + SpareWorkers,
                ServerName = $"angioboard:{Environment.ProcessId}",
                ShutdownTimeout = Patience,
            }, storage);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        Task[] parts =
        [
            scheduler.RunAsync(either.Token), inbox.RunAsync(either.Token), socket.RunAsync(either.Token), sweep.RunAsync(either.Token), notices.RunAsync(either.Token),
        ];
        try
        {
            // One that fails takes the others along, and the host says why.
            await await Task.WhenAny(parts);
        }
        finally
        {
            await either.CancelAsync();
            server.SendStop();
            using CancellationTokenSource late = new(Patience);
            await server.WaitForShutdownAsync(late.Token);
            await Task.WhenAll(parts).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }
}
