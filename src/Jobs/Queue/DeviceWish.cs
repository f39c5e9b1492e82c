using Angioboard.Core.Settings;
using Angioboard.Jobs.Machine;

namespace Angioboard.Jobs.Queue;

/// <summary>Which of this machine's devices a run's setting <c>device</c> means.</summary>
public static class DeviceWish
{
    /// <summary>The devices that fit; <c>auto</c> means any GPU, or the processor if there is no GPU.</summary>
    public static IReadOnlyList<DeviceState> Fitting(string wish, IReadOnlyList<DeviceState> devices)
    {
        DeviceState[] gpus = [.. devices.Where(device => device.Id != DeviceSetting.Cpu)];
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
        $"device: {wish}: runs can use {string.Join(", ", devices.Select(device => device.Name))} here; choose auto or one of these";
}
