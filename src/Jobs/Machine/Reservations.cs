using Angioboard.Core;
using Angioboard.Jobs.Trainers;

namespace Angioboard.Jobs.Machine;

/// <summary>Devices kept without a job: for somebody until a time, or for nobody at all. Whether people may do it has been asked before.</summary>
public sealed class Reservations(AngioboardOptions options, MachineMonitor monitor, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(14);

    private readonly Lock gate = new();

    /// <summary>The device's reservation that holds now, or null.</summary>
    public DeviceReservation? Find(string device) =>
        DeviceReservation.Read(options.DataFolder, device) is { } reservation && reservation.Holds(time.GetUtcNow()) ? reservation : null;

    /// <summary>Keeps a device for somebody; what runs on it goes on. Reserving again changes the end.</summary>
    /// <exception cref="InputException">There is no such device, it is another's or drained, or the time is past or too far.</exception>
    public void Reserve(string device, string owner, DateTimeOffset until, string? reason = null)
    {
        DeviceState state = Known(device);
        DateTimeOffset now = time.GetUtcNow();
        if (until <= now) throw new InputException("until: that time is over; choose a later one");
        if (until - now > Longest) throw new InputException($"until: a device is reserved for at most {Longest.TotalDays:0} days; choose an earlier time");
        lock (gate)
        {
            if (Find(device) is { } other && other.WhyNot(owner, now) is { } why) throw new InputException($"{state.Name} is {why}");
            Write(device, new DeviceReservation { Owner = owner, Until = until, Reason = reason });
        }
        monitor.Refresh();
    }

    /// <summary>Gives a device back before its time.</summary>
    /// <param name="device">The device.</param>
    /// <param name="by">Who gives it back.</param>
    /// <param name="others">Whether that one may end the reservations of others, as administrators may.</param>
    /// <exception cref="InputException">It is another's, or drained.</exception>
    public void Release(string device, string by, bool others)
    {
        DeviceState state = Known(device);
        lock (gate)
        {
            if (Find(device) is not { } reservation) return;
            if (reservation.Drained) throw new InputException($"{state.Name} is drained, not reserved; an administrator opens it again");
            if (!others && !string.Equals(reservation.Owner, by, StringComparison.OrdinalIgnoreCase))
                throw new InputException($"{state.Name} is reserved by {reservation.Owner}; only they or an administrator can release it");
            DeviceReservation.Remove(options.DataFolder, device);
        }
        monitor.Refresh();
    }

    /// <summary>Lets no new run start on a device until it is opened again; what runs on it goes on, a reservation ends.</summary>
    /// <exception cref="InputException">There is no such device.</exception>
    public void Drain(string device, string by, string? reason = null)
    {
        _ = Known(device);
        lock (gate) Write(device, new DeviceReservation { Owner = by, Drained = true, Reason = reason });
        monitor.Refresh();
    }

    /// <summary>Opens a drained device again.</summary>
    /// <exception cref="InputException">There is no such device.</exception>
    public void Undrain(string device)
    {
        _ = Known(device);
        lock (gate)
        {
            if (Find(device) is { Drained: true }) DeviceReservation.Remove(options.DataFolder, device);
        }
        monitor.Refresh();
    }

    private void Write(string device, DeviceReservation reservation) =>
        reservation.Write(options.DataFolder, device);

    private DeviceState Known(string device) =>
        monitor.Find(device) ?? throw new InputException($"device: {device} is not on this machine; there are {string.Join(", ", monitor.Devices.Select(d => d.Name))}");
}
