using Angioboard.Dashboard.Api.V1.Reading.Documents;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Slurm;

namespace Angioboard.Dashboard.Api.V1.Reading;

/// <summary>The machine and its queue.</summary>
internal static class MachineReading
{
    public static void MapMachine(this RouteGroupBuilder api)
    {
        api.MapGet("/machine", Machine).WithTags(ReadingRoutes.Tag)
            .WithSummary("Get devices, reservations, and the cluster if there is one");
        api.MapGet("/queue", (RunControl control) => new QueueDocument(control.Paused, [.. control.Queue.Select(entry =>
                new WaitingDocument(entry.Position, entry.RunId, entry.Dataset, entry.Owner, entry.Device, entry.Reason,
                    entry.ExpectedStart?.UtcDateTime, entry.HeldBy, entry.InSlurm))]))
            .WithTags(ReadingRoutes.Tag).WithSummary("Get what waits for a device, and why");
    }

    private static MachineDocument Machine(
        MachineMonitor monitor, Reservations reservations, SlurmMonitor slurm, RunControl control, RunStore runs)
    {
        Dictionary<string, string> folders = runs.All.GroupBy(run => run.Folder).ToDictionary(same => same.Key, same => same.First().Id);
        return new MachineDocument(
            [.. monitor.Devices.Select(device => Of(device, reservations.Find(device.Id), folders))], monitor.NoGpu, control.Paused,
            monitor.Latest is { } box ? Of(box) : null, slurm.IsOn ? ClusterDocument.Of(slurm.Latest) : null);
    }

    private static BoxDocument Of(MachineSample box) => new(box.Time.UtcDateTime, Environment.ProcessorCount, box.CpuPercent, box.Load,
        box.MemoryUsed, box.MemoryTotal, box.DiskFree, box.DiskTotal);

    // The folder of a trainer that is not the dashboard's is a path of somebody else.
    private static DeviceDocument Of(DeviceState device, DeviceReservation? reservation, Dictionary<string, string> folders) => new()
    {
        Id = device.Id,
        Name = device.Name,
        State = device switch
        {
            { HeldByRun: not null } => "training",
            { Blocked: not null } => "blocked",
            { Drained: true } => "drained",
            { ReservedBy: not null } => "reserved",
            _ => "free",
        },
        Run = device.HeldByRun is { } folder ? folders.GetValueOrDefault(folder) : null,
        HeldBy = device.HeldByUser,
        Blocked = device.Blocked,
        Reservation = reservation is null ? null
            : new ReservationDocument(reservation.Owner, reservation.Until?.UtcDateTime, reservation.Drained, reservation.Reason),
        UtilizationPercent = device.Utilization,
        MemoryUsedBytes = device.MemoryUsed,
        MemoryTotalBytes = device.MemoryTotal,
        Celsius = device.Temperature,
        Watts = device.Power,
        Processes = [.. device.Processes.Select(process =>
            new ProcessDocument(process.Pid, process.User, process.Command, process.Memory, process.RunId))],
    };
}
