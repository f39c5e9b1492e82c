using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Angioboard.Core.Data;
using static TorchSharp.torch;

namespace Angioboard.Core.Training;

/// <summary>A device could not compute a batch, in words for the run's user.</summary>
public sealed partial class DeviceException : InvalidOperationException
{
    private const double Giga = 1e9, Kibi = 1024;

    private DeviceException(DeviceFault fault, string message, Exception cause) : base(message, cause) => Fault = fault;

    /// <summary>What is wrong.</summary>
    public DeviceFault Fault { get; }

    /// <summary>Computes; what libtorch throws when memory runs out or the device is gone comes out as a <see cref="DeviceException"/>.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="settings">The run's settings.</param>
    /// <param name="device">Where it computes.</param>
    /// <param name="compute">The computation.</param>
    /// <exception cref="DeviceException">The device could not.</exception>
    public static T Naming<T>(ExamBatch batch, RunSettings settings, Device device, Func<T> compute)
    {
        try
        {
            return compute();
        }
        catch (ExternalException e) when (Of(e.Message) is { } fault)
        {
            throw new DeviceException(fault, fault == DeviceFault.OutOfMemory ? Memory(batch, settings, device, e.Message) : Lost(device, e.Message), e);
        }
    }

    /// <summary>What an error of libtorch says of the device; null if it is about something else.</summary>
    public static DeviceFault? Of(string message) =>
        MemoryRanOut().IsMatch(message) ? DeviceFault.OutOfMemory : Gone().IsMatch(message) ? DeviceFault.DeviceLost : null;

    /// <summary>What was free of how much, such as <c>3.1 of 79.2 GB were free</c>, as far as an error of libtorch tells; else null.</summary>
    internal static string? Free(string message)
    {
        Match free = FreeMemory().Match(message), total = TotalMemory().Match(message);
        return free.Success && total.Success ? $"{Gigabytes(free)} of {Gigabytes(total)} GB were free" : null;

        static string Gigabytes(Match match)
        {
            double unit = match.Groups[2].Value switch { "GiB" => Kibi * Kibi * Kibi, "MiB" => Kibi * Kibi, "KiB" => Kibi, _ => 1 };
            return (double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * unit / Giga).ToString("F1", CultureInfo.InvariantCulture);
        }
    }

    private static string Memory(ExamBatch batch, RunSettings settings, Device device, string message)
    {
        string free = Free(message) ?? (device.type == TorchSharp.DeviceType.CPU
            ? $"{(GC.GetGCMemoryInfo(GCKind.Any) is var memory ? Math.Max(0, memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes) / Giga : 0):F1} of {memory.TotalAvailableMemoryBytes / Giga:F1} GB were free"
            : "how much was free it does not say");
        string remedy = settings.BatchSize > 1
            ? $"halve batch_size to {settings.BatchSize / 2} and double accumulate_grad_batches to {2 * settings.AccumulateGradBatches}"
            : "take fewer frames (max_frames), a smaller image_size or a smaller backbone";
        return $"{device} ran out of memory on a batch of {batch.Names.Length} exams × {batch.Lengths.Max()} frames of {settings.ImageSize} × {settings.ImageSize}: {free}; {remedy}";
    }

    private static string Lost(Device device, string message) =>
        $"{device} does not answer any more ({message.Split('\n')[0].TrimEnd('.')}); have the box looked at, then resume the run";

    [GeneratedRegex("out of memory|CUBLAS_STATUS_ALLOC_FAILED|not enough memory|can't allocate memory", RegexOptions.IgnoreCase)]
    private static partial Regex MemoryRanOut();

    [GeneratedRegex(
        "GPU is lost|fallen off the bus|unspecified launch failure|uncorrectable (NVLink|ECC) error|no CUDA-capable device|busy or unavailable|"
        + "invalid device ordinal|hardware stack error|system not yet initialized|unknown error|device not ready|operation not supported on global/shared address space",
        RegexOptions.IgnoreCase)]
    private static partial Regex Gone();

    [GeneratedRegex(@"([0-9.]+) (GiB|MiB|KiB|bytes) (?:is )?free")]
    private static partial Regex FreeMemory();

    [GeneratedRegex(@"(?:total capacity of |GPU \d+; )([0-9.]+) (GiB|MiB|KiB|bytes)")]
    private static partial Regex TotalMemory();
}
