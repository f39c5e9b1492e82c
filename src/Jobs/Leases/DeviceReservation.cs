using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;
using Angioboard.Jobs.Clocks;

namespace Angioboard.Jobs.Leases;

/// <summary>
/// A device that is reserved for somebody until a time, or on which nothing new may start. Only the dashboard writes it; everybody obeys
/// it.
/// </summary>
public sealed record DeviceReservation
{
    /// <summary>Who reserved it.</summary>
    public required string Owner { get; init; }

    /// <summary>When it ends; null for no end.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Nothing new starts on it, not even the owner's.</summary>
    public bool Drained { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>The device's reservation, even if it has ended; null for none.</summary>
    public static DeviceReservation? Read(string dataFolder, string device) =>
        JsonRecord.Read<DeviceReservation>(DeviceFiles.Reservation(dataFolder, device));

    /// <summary>Reserves the device.</summary>
    /// <exception cref="InputException">The data folder cannot be written to.</exception>
    public void Write(string dataFolder, string device)
    {
        DataFolder.Make(dataFolder, DeviceFiles.Reservations);
        JsonRecord.Write(DeviceFiles.Reservation(dataFolder, device), this, shared: true);
    }

    /// <summary>Moves the dashboard's reservations from where older versions wrote them: a folder that others can write to.</summary>
    /// <exception cref="InputException">The data folder cannot be written to.</exception>
    internal static void MoveOld(string dataFolder)
    {
        const string Ending = ".reservation.json";
        string devices = Path.Combine(dataFolder, DeviceFiles.Folder);
        if (!Directory.Exists(devices)) return;
        foreach (string path in Directory.GetFiles(devices, $"*{Ending}"))
        {
            string device = Path.GetFileName(path)[..^Ending.Length];
            if (JsonRecord.Read<DeviceReservation>(path, out uint? writer) is not { } old || (writer is { } user && user != FileStatus.User)
                || !DeviceFiles.IsDevice(device)) continue;
            if (Read(dataFolder, device) is null) old.Write(dataFolder, device);
            JsonRecord.Remove(path);
        }
    }

    /// <summary>Removes the reservation, if there is one.</summary>
    /// <exception cref="InputException">The data folder cannot be written to; the reservation is still valid.</exception>
    public static void Remove(string dataFolder, string device)
    {
        string path = DeviceFiles.Reservation(dataFolder, device);
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (AtomicFile.IsRefusal(e))
        {
            throw AtomicFile.Unwritable(path, e);
        }
    }

    /// <summary>Whether it is still valid.</summary>
    public bool Holds(DateTimeOffset now) => Drained || Until is not { } end || end > now;

    /// <summary>Why a run of <paramref name="user"/> may not start on the device now, in a few words; null if it may.</summary>
    public string? WhyNot(string user, DateTimeOffset now)
    {
        if (!Holds(now) || (!Drained && string.Equals(Owner, user, StringComparison.OrdinalIgnoreCase))) return null;
        string why = string.IsNullOrWhiteSpace(Reason) ? "" : $": {Reason}";
        if (Drained) return $"drained by {Owner}{why}";
        return $"reserved by {Owner}{(Until is { } end ? $" until {ServerClock.Text(end, "yyyy-MM-dd HH:mm")}" : "")}{why}";
    }
}
