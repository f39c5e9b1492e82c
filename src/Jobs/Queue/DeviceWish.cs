using System.Globalization;
using Angioboard.Jobs.Machine;

namespace Angioboard.Jobs.Queue;

/// <summary>Which of this machine's devices a run's setting <c>device</c> means.</summary>
internal static class DeviceWish
{
    private const string Processor = "cpu";

    /// <summary>The devices that fit; <c>auto</c> means any GPU, or the processor if there is no GPU.</summary>
    public static IReadOnlyList<DeviceState> Fitting(string wish, IReadOnlyList<DeviceState> devices)
    {
        DeviceState[] gpus = [.. devices.Where(device => device.Id != Processor)], processor = [.. devices.Where(device => device.Id == Processor)];
        return wish switch
        {
            "auto" => gpus.Length > 0 ? gpus : processor,
            "cpu" => processor,
            "cuda" => gpus,
            _ => [.. gpus.Where(gpu => gpu.Index == int.Parse(wish.AsSpan("cuda:".Length), CultureInfo.InvariantCulture))],
        };
    }

    /// <summary>The message when no device fits.</summary>
    public static string Unmet(string wish, IReadOnlyList<DeviceState> devices) =>
        $"device: {wish}: runs can use {string.Join(", ", devices.Select(device => device.Name))} here; choose auto or one of these";
}
