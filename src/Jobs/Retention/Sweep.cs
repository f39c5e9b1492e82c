using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Troubles;
using Microsoft.Extensions.Logging;

namespace Angioboard.Jobs.Retention;

/// <summary>
/// Checks now and then whether runs' folders still exist, removes runs for good that have been in the trash long enough, and removes what
/// killed trainers left in the folders of ended runs.
/// </summary>
public sealed class Sweep
{
    private const string Sweeping = "Looking after the runs' folders";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly RunStore runs;
    private readonly RunTrash trash;
    private readonly RunPruning pruning;
    private readonly TimeProvider time;
    private readonly TroubleLog troubles;
    private readonly Lock one = new();

    internal Sweep(RunStore runs, RunTrash trash, Scheduler scheduler, TimeProvider time, ILogger<Sweep> logger)
    {
        troubles = new TroubleLog(logger);
        (this.runs, this.trash, this.time) = (runs, trash, time);
        pruning = new RunPruning(runs, scheduler, time, logger);
    }

    /// <summary>Sweeps until cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancellation)
    {
        // Thousands of folders on a slow disk must not delay the caller.
        await Task.Yield();
        using PeriodicTimer timer = new(Interval, time);
        do
        {
            try
            {
                Once(cancellation);
                troubles.Worked(Sweeping);
            }
            catch (Exception e) when (TroubleLog.MayPass(e))
            {
                // The next sweep has the same to do.
                troubles.Say(Sweeping, e);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }

    /// <summary>Sweeps once.</summary>
    internal void Once(CancellationToken cancellation)
    {
        lock (one)
        {
            foreach (Run run in runs.All) Look(run, cancellation);
            trash.RemoveOld(cancellation);
        }
    }

    private void Look(Run run, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        bool missing = !File.Exists(new RunFolder(run.Folder).Settings);
        if (missing != run.Missing && !run.Status.IsActive()) runs.Update(run.Id, r => r with { Missing = missing });
        pruning.Look(runs.Find(run.Id) ?? run);
    }
}
