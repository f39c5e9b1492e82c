using Angioboard.Core.Files;

namespace Angioboard.Core.RunFolders;

/// <summary>
/// Retries writes to a run's folder until they succeed: a disk that is full, read-only or missing for a while delays a run but
/// does not end it. Once the run is asked to stop, a failed write is an error.
/// </summary>
/// <param name="paused">Receives the reason after each failed attempt, and null once a write succeeds.</param>
/// <param name="time">The clock.</param>
/// <param name="cancellation">The run is asked to stop.</param>
public sealed class PatientWrites(Action<string?> paused, TimeProvider time, CancellationToken cancellation)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Writes; null if it succeeded at once, else how long it took and why.</summary>
    /// <exception cref="InputException">The write fails and the run is asked to stop, or it fails for another reason.</exception>
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
        return $"continued after {time.GetElapsedTime(start).TotalSeconds:F0} s of waiting: {reason}";
    }
}
