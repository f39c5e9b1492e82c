using Angioboard.Core.Training;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Queue;

/// <summary>Looks now and then whether runs' folders are still there, and removes for good what has lain in the trash long enough.</summary>
public sealed class Sweep(AngioboardOptions options, RunStore runs, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <summary>Sweeps until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using PeriodicTimer timer = new(Interval, time);
        do Once(cancellation);
        while (await timer.WaitForNextTickAsync(cancellation));
    }

    /// <summary>Sweeps once.</summary>
    public void Once(CancellationToken cancellation)
    {
        DateTimeOffset old = time.GetUtcNow() - TimeSpan.FromDays(options.Retention.TrashDays);
        foreach (Run run in runs.All)
        {
            cancellation.ThrowIfCancellationRequested();
            bool missing = !File.Exists(new RunFolder(run.Folder).Settings);
            if (missing != run.Missing && !run.Status.IsActive()) runs.Update(run.Id, r => r with { Missing = missing });
            if (run.Trashed is not { } deleted || deleted > old) continue;
            try
            {
                if (run.Folder.Contains($"{Path.DirectorySeparatorChar}.trash{Path.DirectorySeparatorChar}", StringComparison.Ordinal)) Trash.Remove(run);
                runs.Remove(run.Id);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Somebody has a file of it open, or it is not ours to remove: the next sweep tries again.
            }
        }
    }
}
