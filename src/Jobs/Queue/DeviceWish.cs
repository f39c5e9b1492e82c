using Angioboard.Core.Settings;
using Angioboard.Jobs.Machine;

namespace Angioboard.Jobs.Queue;

/// <summary>Which of the devices of this machine and the cluster a run's setting <c>device</c> means.</summary>
public static class DeviceWish
{
    /// <summary>
    /// The devices that fit; <c>auto</c> means any GPU of this machine, or the processor if there is no GPU, but no partition of Slurm.
    /// </summary>
    public static IReadOnlyList<DeviceState> Fitting(string wish, IReadOnlyList<DeviceState> devices)
    {
        if (DeviceSetting.Partition(wish) is not null) return [.. devices.Where(device => device.Id == wish)];
        DeviceState[] gpus = [.. devices.Where(device => device.Id != DeviceSetting.Cpu && !device.IsPartition)];
        DeviceState[] processor = [.. devices.Where(device => device.Id == DeviceSetting.Cpu)];
        return wish switch
        {
            DeviceSetting.Auto => gpus.Length > 0 ? gpus : processor,
            DeviceSetting.Cpu => processor,
            DeviceSetting.Cuda => gpus,
            _ => [.. gpus.Where(gpu => gpu.Index == DeviceSetting.GpuIndex(wish))],
        };
    }

    /// <summary>The message when no device fits.</summary>
    public static string Unmet(string wish, IReadOnlyList<DeviceState> devices) =>
        $"device: {wish}: runs can use {string.Join(", ", devices.Select(Name))} here; choose auto or one of these";

    private static string Name(DeviceState device) => device.IsPartition ? device.Id : device.Name;
}
