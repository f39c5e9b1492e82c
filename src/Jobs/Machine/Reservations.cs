using Angioboard.Core;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Machine;

/// <summary>Reserves devices for somebody until a time, and drains devices so that nobody can start runs on them.</summary>
public sealed class Reservations(AngioboardOptions options, MachineMonitor monitor, Rights rights, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(14);

    private readonly Lock gate = new();

    /// <summary>The device's current reservation, or null.</summary>
    public DeviceReservation? Find(string device) =>
        DeviceReservation.Read(options.DataFolder, device) is { } reservation && reservation.Holds(time.GetUtcNow()) ? reservation : null;

    /// <summary>Reserves a device for the actor; a run on it continues. Reserving again changes the end.</summary>
    /// <exception cref="InputException">
    /// There is no such device, somebody else has it, it is drained, or the time is past or too far away.
    /// </exception>
    public void Reserve(Actor actor, string device, DateTimeOffset until, string? reason = null) => Do(
        actor, Roles.Researcher, AuditActions.DeviceReserve, device, (user, state) =>
        {
            DateTimeOffset now = time.GetUtcNow();
            if (until <= now) throw new InputException("until: that time is over; choose a later one");
            if (until - now > Longest)
                throw new InputException($"until: a device is reserved for at most {Longest.TotalDays:0} days; choose an earlier time");
            if (Find(device) is { } other && other.WhyNot(user.Name, now) is { } why) throw new InputException($"{state.Name} is {why}");
            Write(device, new DeviceReservation { Owner = user.Name, Until = until, Reason = reason });
        }, $"until {until.UtcDateTime:yyyy-MM-dd HH:mm} UTC");

    /// <summary>Ends a reservation early; administrators may also end other people's.</summary>
    /// <exception cref="InputException">It is somebody else's, or the device is drained.</exception>
    public void Release(Actor actor, string device) => Do(
        actor, Roles.Researcher, AuditActions.DeviceRelease, device, (user, state) =>
        {
            if (Find(device) is not { } reservation) return;
            if (reservation.Drained) throw new InputException($"{state.Name} is drained, not reserved; an administrator opens it again");
            if (user.Role != Roles.Administrator && !UserStore.IsSame(reservation.Owner, user.Name))
                throw rights.Refusal(actor, AuditActions.DeviceRelease, device,
                    $"{state.Name} is reserved by {reservation.Owner}; only they or an administrator can release it");
            DeviceReservation.Remove(options.DataFolder, device);
        });

    /// <summary>Lets no new run start on a device until it is opened again. A run on it continues; a reservation ends.</summary>
    /// <exception cref="InputException">There is no such device.</exception>
    public void Drain(Actor actor, string device, string? reason = null) => Do(
        actor, Roles.Administrator, AuditActions.DeviceDrain, device,
        (user, _) => Write(device, new DeviceReservation { Owner = user.Name, Drained = true, Reason = reason }), reason);

    /// <summary>Opens a drained device again.</summary>
    /// <exception cref="InputException">There is no such device.</exception>
    public void Undrain(Actor actor, string device) => Do(
        actor, Roles.Administrator, AuditActions.DeviceOpen, device, (_, _) =>
        {
            if (Find(device) is { Drained: true }) DeviceReservation.Remove(options.DataFolder, device);
        });

    private void Do(Actor actor, string role, string action, string device, Action<User, DeviceState> act, string? detail = null)
    {
        rights.Do(
            actor, role, action, device, user =>
            {
                DeviceState state = Known(device);
                lock (gate) act(user, state);
            }, detail);
        monitor.Refresh();
    }

    private void Write(string device, DeviceReservation reservation) =>
        reservation.Write(options.DataFolder, device);

    private DeviceState Known(string device) =>
        monitor.Find(device)
            ?? throw new InputException(
                $"device: {device} is not on this machine; there are {string.Join(", ", monitor.Devices.Select(d => d.Name))}");
}
