using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;

namespace Angioboard.Jobs.Leases;

/// <summary>
/// The right to work in a run's folder, which only one trainer has at a time: trainer.lock. It is released when disposed, or when the
/// process ends.
/// </summary>
public sealed class RunLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly IDisposable held;

    private RunLock(IDisposable held) => this.held = held;

    /// <summary>How long to wait for a trainer of the same machine, which may be about to end.</summary>
    public static TimeSpan Briefly { get; } = TimeSpan.FromSeconds(1);

    /// <summary>How long to wait for a trainer of another machine: a file server keeps the locks of one that died for a while.</summary>
    public static TimeSpan AcrossMachines { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Takes the folder, waiting at most a second.</summary>
    /// <exception cref="HeldException">Another trainer is working in it.</exception>
    /// <exception cref="InputException">The folder does not exist or cannot be written to.</exception>
    public static Task<RunLock> TakeAsync(RunFolder folder, TimeProvider time, CancellationToken cancellation) =>
        TakeAsync(folder, Briefly, time, cancellation);

    /// <summary>Takes the folder.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="patience">How long to wait for it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="HeldException">Another trainer is working in it.</exception>
    /// <exception cref="InputException">The folder does not exist or cannot be written to.</exception>
    public static async Task<RunLock> TakeAsync(RunFolder folder, TimeSpan patience, TimeProvider time, CancellationToken cancellation)
    {
        if (!Directory.Exists(folder.Path)) throw new InputException($"{folder.Path}: is not there; give the folder of a run, Train_N");
        long start = time.GetTimestamp();
        while (true)
        {
            if (LockFile.TryTake(folder.TrainerLock) is { } held) return new RunLock(held);
            if (time.GetElapsedTime(start) >= patience)
            {
                string what = StudyPlace.IsStudy(folder.Name) ? "study" : "run";
                throw new HeldException(TrainerFile.Read(folder.Trainer) is { } trainer && (trainer.IsAlive || trainer.IsElsewhere)
                    ? $"{folder.Path}: {trainer.Place} of {trainer.User} works on this {what} already"
                    : $"{folder.Path}: another process works on this {what} already");
            }
            await Task.Delay(Pause, time, cancellation);
        }
    }

    /// <summary>Releases the lock.</summary>
    public void Dispose() => held.Dispose();
}
