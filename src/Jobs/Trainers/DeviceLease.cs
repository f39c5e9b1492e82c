using Angioboard.Core;

namespace Angioboard.Jobs.Trainers;

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
            if (reason is null && LockFile.TryTake(path) is { } held)
            {
                DeviceLease lease = new(held, request.DataFolder, TrainerFile.Own(request.RunFolder, request.Device, request.User, time.GetUtcNow()));
                lease.Publish();
                return lease;
            }
            reason ??= DeviceHolder.Alive(request.DataFolder, request.Device) is { } holder ? $"held by {holder}" : "held by another process";
            if (time.GetElapsedTime(start) >= patience) throw new HeldException($"{request.Device} is {reason}");
            if (reason != said) waiting($"waiting for {request.Device}: {said = reason}");
            await Task.Delay(Pause, time, cancellation);
        }
    }

    /// <summary>Tells others which run's folder it is held for.</summary>
    /// <exception cref="InputException">The data folder cannot be written to.</exception>
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

    private void Publish() => Holder.Write(DeviceFiles.Holder(dataFolder, Holder.Device), shared: true);
}
