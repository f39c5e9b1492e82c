using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Jobs.SharedBox;

namespace Angioboard.Jobs.Leases;

/// <summary>
/// The right to compute on a device, one trainer's at a time: a locked file in the data folder, with a file beside it that tells who holds
/// it. It is let go when disposed, or when the process ends.
/// </summary>
public sealed class DeviceLease : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly IDisposable held;
    private readonly string dataFolder;

    private DeviceLease(IDisposable held, string dataFolder, TrainerFile holder) => (this.held, this.dataFolder, Holder) = (held, dataFolder, holder);

    /// <summary>This process, as others see it.</summary>
    public TrainerFile Holder { get; private set; }

    /// <summary>Takes the device as soon as nobody holds it and no reservation stands against it.</summary>
    /// <param name="request">Whose lease, on what.</param>
    /// <param name="patience">How long to wait; null for as long as it takes.</param>
    /// <param name="waiting">Told why it waits, whenever that changes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="HeldException">The device was not free in that time.</exception>
    /// <exception cref="InputException">The data folder cannot be written to, or that is no device.</exception>
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
                DeviceLease lease = new(held, request.DataFolder, TrainerFile.Own(request.RunFolder, request.Device, request.User, time.GetUtcNow()));
                lease.Publish();
                return lease;
            }
            reason ??= $"held by {DeviceHolder.Words(request.DataFolder, request.Device)}";
            if (time.GetElapsedTime(start) >= patience) throw new HeldException($"{request.Device} is {reason}");
            if (reason != said) waiting($"waiting for {request.Device}: {said = reason}");
            await Task.Delay(Pause, time, cancellation);
        }
    }

    /// <summary>Tells others which run's folder it is held for.</summary>
    /// <exception cref="InputException">The disk of the data folder is full.</exception>
    public void HeldFor(string runFolder)
    {
        Holder = Holder with { RunFolder = Path.GetFullPath(runFolder) };
        Publish();
    }

    /// <summary>Gives the device back.</summary>
    public void Dispose()
    {
        JsonRecord.Remove(DeviceFiles.Holder(dataFolder, Holder.Device));
        held.Dispose();
    }

    /// <summary>What lies in the place of a device's lease and keeps everybody from it, and who can remove it; null if nothing does.</summary>
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
            // Files can be made beside it: others of the group have put something in its place, which may be gone again by now.
            reason = $"blocked: {FilePlace.WhyBlocked(path) ?? e.Message}";
            return null;
        }
    }

    private void Publish()
    {
        string path = DeviceFiles.Holder(dataFolder, Holder.Device);
        FilePlace.Clear(path);
        try
        {
            Holder.Write(path, shared: true);
        }
        catch (InputException e) when (!AtomicFile.IsFull(e))
        {
            // The lock counts. Those who wait are told of another process instead of this one.
        }
    }
}
