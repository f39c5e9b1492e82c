using Angioboard.Core;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.Machine;

/// <summary>
/// Combines what is known of the devices that runs may use: the GPUs, or the processor if there are none, with who holds and has reserved
/// each. A GPU that was seen once stays listed when nvidia-smi fails or drops it, so that jobs waiting for it can say why.
/// </summary>
internal sealed class DeviceTable(AngioboardOptions options)
{
    private readonly ForeignUse foreign = new(options.ForeignMemoryShare, TimeSpan.FromMinutes(options.QuietMinutes));
    private readonly Dictionary<string, GpuReading> known = [];

    /// <summary>Compares the configured devices with the existing ones.</summary>
    /// <exception cref="InputException">A configured device does not exist; the message names those that do.</exception>
    public void Validate(GpuSurvey survey)
    {
        if (options.Devices is not { } wanted) return;
        string there = string.Join(", ", survey.Gpus.Select(gpu => $"{gpu.Uuid} ({NameOf(gpu)})").Append(DeviceSetting.Cpu));
        // A machine that only sends runs to Slurm.
        if (wanted.Count == 0 && options.Slurm.IsOn) return;
        if (wanted.Count == 0) throw new InputException($"Angioboard:Devices: names none; name some of {there}, or leave it out for all");
        string[] missing = [.. wanted.Where(id => id != DeviceSetting.Cpu && survey.Gpus.All(gpu => gpu.Uuid != id))];
        if (missing.Length == 0) return;
        string why = survey.Problem is { } problem ? $" ({problem})" : "";
        throw new InputException([.. missing.Select(id => $"Angioboard:Devices: {id} is not on this machine{why}; there are {there}")]);
    }

    /// <summary>The current devices.</summary>
    /// <param name="survey">The GPUs.</param>
    /// <param name="sample">The rest of the machine.</param>
    /// <param name="now">The time.</param>
    public IReadOnlyList<DeviceState> Of(GpuSurvey survey, MachineSample sample, DateTimeOffset now)
    {
        foreach (GpuReading gpu in survey.Gpus.Where(gpu => Offered(gpu.Uuid))) known[gpu.Uuid] = gpu;
        List<DeviceState> devices = [.. known.Values.OrderBy(gpu => gpu.Index).Select(gpu => Gpu(gpu, survey))];
        if (options.Devices?.Contains(DeviceSetting.Cpu) ?? devices.Count == 0) devices.Add(Processor(sample));

        TrainerFile?[] holders = devices.Select(device => DeviceHolder.Alive(options.DataFolder, device.Id)).ToArray();
        Dictionary<int, string> trainers = holders.OfType<TrainerFile>().DistinctBy(holder => holder.Pid)
            .ToDictionary(holder => holder.Pid, RunIdOf);
        return [.. devices.Zip(holders, (device, holder) => Judge(Complete(device, holder, survey, trainers, now), survey, now))];
    }

    private bool Offered(string id) => options.Devices?.Contains(id) ?? true;

    private static DeviceState Gpu(GpuReading last, GpuSurvey survey)
    {
        DeviceState device = new() { Id = last.Uuid, Name = NameOf(last), Index = last.Index, MemoryTotal = last.MemoryTotal };
        if (survey.Gpus.FirstOrDefault(gpu => gpu.Uuid == last.Uuid) is not { } gpu)
        {
            bool lost = survey.IsAnswer || survey.Lost.Contains(last.Bus);
            string why = lost ? "nvidia-smi no longer lists it; it may have fallen off the bus" : survey.Problem!;
            return device with { Blocked = $"{device.Name} cannot be used: {why}", Lost = lost };
        }
        return device with { Utilization = gpu.Utilization, MemoryUsed = gpu.MemoryUsed, Temperature = gpu.Temperature, Power = gpu.Power };
    }

    private static DeviceState Processor(MachineSample sample) => new()
    {
        Id = DeviceSetting.Cpu,
        Name = "CPU",
        Utilization = sample.CpuPercent,
        MemoryUsed = sample.MemoryUsed,
        MemoryTotal = sample.MemoryTotal,
    };

    private DeviceState Complete(DeviceState device, TrainerFile? holder, GpuSurvey survey, Dictionary<int, string> trainers,
        DateTimeOffset now)
    {
        DeviceReservation? reservation = DeviceReservation.Read(options.DataFolder, device.Id) is { } read && read.Holds(now) ? read : null;
        return device with
        {
            HeldByRun = holder?.RunFolder,
            HeldByUser = holder?.User,
            Drained = reservation is { Drained: true },
            ReservedBy = reservation is { Drained: false } ? reservation.Owner : null,
            ReservedUntil = reservation?.Until,
            Processes = [.. survey.Processes.Where(process => process.Uuid == device.Id).Select(process => new DeviceProcess(
                process.Pid,
                ProcessNames.User(process.Pid),
                ProcessNames.Command(process.Pid) ?? (process.Command is { } name ? ProcessNames.Shorten(name) : null),
                process.Memory,
                trainers.GetValueOrDefault(process.Pid)))],
        };
    }

    private DeviceState Judge(DeviceState device, GpuSurvey survey, DateTimeOffset now) =>
        device.Index is null || device.Blocked is not null || survey.Problem is not null
            ? device
            : device with { Blocked = foreign.Judge(device, now) };

    private static string NameOf(GpuReading gpu) => $"GPU {gpu.Index}: {gpu.Model}";

    // experiment/Train_N, the id of a run.
    private static string RunIdOf(TrainerFile trainer)
    {
        string folder = Path.TrimEndingDirectorySeparator(trainer.RunFolder);
        return $"{Path.GetFileName(Path.GetDirectoryName(folder))}/{Path.GetFileName(folder)}";
    }
}
