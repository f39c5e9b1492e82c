using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Jobs.SharedBox;

namespace Angioboard.Jobs.Leases;

/// <summary>
/// The right to compute on a device, which only one trainer has at a time: a locked file in the data folder, and a file beside it that says
/// who holds it. It is released when disposed, or when the process ends.
/// </summary>
public sealed class DeviceLease : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    // Null for a device that Slurm has given to this job alone.
    private readonly IDisposable? held;
    private readonly string dataFolder;

    private DeviceLease(IDisposable? held, string dataFolder, TrainerFile holder) =>
        (this.held, this.dataFolder, Holder) = (held, dataFolder, holder);

    /// <summary>This process, as other processes see it.</summary>
    public TrainerFile Holder { get; private set; }

    /// <summary>Takes the device as soon as nobody holds it and no reservation prevents it.</summary>
    /// <param name="request">Who wants which device.</param>
    /// <param name="patience">How long to wait; null for no limit.</param>
    /// <param name="waiting">Called with the reason for waiting, whenever it changes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="HeldException">The device was not free in that time.</exception>
    /// <exception cref="InputException">The data folder cannot be written to, or there is no such device.</exception>
    public static async Task<DeviceLease> TakeAsync(
        LeaseRequest request, TimeSpan? patience, Action<string> waiting, TimeProvider time, CancellationToken cancellation)
    {
        string path = DeviceFiles.Lease(request.DataFolder, request.Device);
        DataFolder.Make(request.DataFolder, DeviceFiles.Folder);
        long start = time.GetTimestamp();
        string? said = null;
        while (true)
        {
            string? reason = request.IgnoreReservation
                ? null
                : DeviceReservation.Read(request.DataFolder, request.Device)?.WhyNot(request.User, time.GetUtcNow());
            if (reason is null && TryTake(path, out reason) is { } held)
            {
                DeviceLease lease =
                    new(held, request.DataFolder, TrainerFile.Own(request.RunFolder, request.Device, request.User, time.GetUtcNow()));
                lease.Publish();
                return lease;
            }
            reason ??= $"held by {DeviceHolder.Words(request.DataFolder, request.Device)}";
            if (time.GetElapsedTime(start) >= patience) throw new HeldException($"{request.Device} is {reason}");
            if (reason != said) waiting($"waiting for {request.Device}: {said = reason}");
            await Task.Delay(Pause, time, cancellation);
        }
    }

    /// <summary>A place on a partition of Slurm, inside the job that has it: Slurm lets nobody else compute there.</summary>
    public static DeviceLease OfSlurm(LeaseRequest request, TimeProvider time) =>
        new(null, request.DataFolder, TrainerFile.Own(request.RunFolder, request.Device, request.User, time.GetUtcNow()));

    /// <summary>Records the folder of the run that holds the device.</summary>
    /// <exception cref="InputException">The disk of the data folder is full.</exception>
    public void HeldFor(string runFolder)
    {
        Holder = Holder with { RunFolder = Path.GetFullPath(runFolder) };
        Publish();
    }

    /// <summary>Gives the device back.</summary>
    public void Dispose()
    {
        if (held is null) return;
        JsonRecord.Remove(DeviceFiles.Holder(dataFolder, Holder.Device));
        held.Dispose();
    }

    /// <summary>What is in the place of a device's lease, so that nobody can take it, and who can remove it; null if nothing is.</summary>
    internal static string? WhyBlocked(string dataFolder, string device)
    {
        string path = DeviceFiles.Lease(dataFolder, device);
        FilePlace.Clear(path);
        return FilePlace.WhyBlocked(path);
    }

    private static IDisposable? TryTake(string path, out string? reason)
    {
        reason = null;
        FilePlace.Clear(path);
        try
        {
            return LockFile.TryTake(path);
        }
        catch (InputException e) when (!AtomicFile.IsFull(e) && FilePlace.CanBeUsed(path))
        {
            // Files can be created beside it. Other members of the group have put something in its place, which may be gone again by now.
            reason = $"blocked: {FilePlace.WhyBlocked(path) ?? e.Message}";
            return null;
        }
    }

    private void Publish()
    {
        if (held is null) return;
        string path = DeviceFiles.Holder(dataFolder, Holder.Device);
        FilePlace.Clear(path);
        try
        {
            Holder.Write(path, shared: true);
        }
        catch (InputException e) when (!AtomicFile.IsFull(e))
        {
            // The lock is what counts. Those who wait are shown another process instead of this one.
        }
    }
}
