using Angioboard.Core.Files;

namespace Angioboard.Core.RunFolders;

/// <summary>
/// Does again what a run's folder refuses, until it succeeds: a disk that is full, read-only or gone for a while holds a run up and ends
/// nothing. Once somebody asks the run to stop, what is refused is an error.
/// </summary>
/// <param name="paused">Told why it waits, each time that the folder has refused again, and null once that is over.</param>
/// <param name="time">The clock.</param>
/// <param name="cancellation">The run is asked to stop.</param>
public sealed class PatientWrites(Action<string?> paused, TimeProvider time, CancellationToken cancellation)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Does it; null where it succeeded at once, else how long that took and why.</summary>
    /// <exception cref="InputException">The folder refuses, and the run is asked to stop; or the write fails for another reason.</exception>
    public string? Do(Action write)
    {
        string? reason = null;
        long start = time.GetTimestamp();
        while (true)
        {
            try
            {
                write();
                break;
            }
            catch (InputException e) when (AtomicFile.IsRefused(e) && !cancellation.IsCancellationRequested)
            {
                reason = e.Problems[0];
            }
            paused(reason);
            cancellation.WaitHandle.WaitOne(Pause);
        }
        if (reason is null) return null;
        paused(null);
        return $"went on after {time.GetElapsedTime(start).TotalSeconds:F0} s: {reason}";
    }
}
