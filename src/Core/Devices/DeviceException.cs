using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Angioboard.Core.Data.Batches;
using Angioboard.Core.Native;
using Angioboard.Core.Settings;
using static TorchSharp.torch;

namespace Angioboard.Core.Devices;

/// <summary>A device could not compute a batch; the message is for the run's user.</summary>
public sealed partial class DeviceException : InvalidOperationException
{
    private const double Giga = 1e9, Kibi = 1024;
    private const string FreeIsUnknown = "the amount of free memory is unknown";

    private DeviceException(DeviceFault fault, string message, Exception cause) : base(message, cause) => Fault = fault;

    /// <summary>The fault.</summary>
    public DeviceFault Fault { get; }

    /// <summary>Computes; libtorch's errors for exhausted memory or a lost device are rethrown as <see cref="DeviceException"/>.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="settings">The run's settings.</param>
    /// <param name="device">The device.</param>
    /// <param name="compute">The computation.</param>
    /// <exception cref="DeviceException">The device failed.</exception>
    public static T Naming<T>(ExamBatch batch, RunSettings settings, Device device, Func<T> compute) =>
        Naming(batch.Names.Length, batch.Lengths.Max(), settings, device, compute);

    /// <summary>The same for some exams with at most this many frames.</summary>
    /// <exception cref="DeviceException">The device failed.</exception>
    public static T Naming<T>(int exams, long frames, RunSettings settings, Device device, Func<T> compute)
    {
        try
        {
            return compute();
        }
        catch (ExternalException e) when (Of(e.Message) is { } fault)
        {
            throw new DeviceException(fault, fault == DeviceFault.OutOfMemory
                ? Memory($"{exams} exams × {frames} frames", settings, device.ToString(), Told(device, e.Message))
                : Lost(device.ToString(), e.Message), e);
        }
        catch (OutOfMemoryException e) when (device.type == TorchSharp.DeviceType.CPU) // of memory that our own code asks for
        {
            throw new DeviceException(DeviceFault.OutOfMemory,
                Memory($"{exams} exams × {frames} frames", settings, device.ToString(), Told(device, e.Message)), e);
        }
    }

    /// <summary>
    /// The fault behind a process that aborted: errors in some libtorch functions end the process, with their text on standard error.
    /// </summary>
    /// <param name="printed">The last output of the process.</param>
    /// <param name="settings">The run's settings.</param>
    /// <param name="device">The device.</param>
    /// <returns>The fault and a message for the user; null if something else ended it.</returns>
    public static (DeviceFault Fault, string Message)? OfAbort(string printed, RunSettings settings, string device)
    {
        int abort = printed.LastIndexOf("terminate called after throwing", StringComparison.Ordinal);
        if (abort < 0) return null;
        string text = printed[abort..];
        return Of(text) switch
        {
            DeviceFault.OutOfMemory => (DeviceFault.OutOfMemory, Memory(
                $"{settings.BatchSize} exams × {(settings.MaxFrames is { } most ? $"at most {most}" : "all")} frames", settings, device,
                Free(text) ?? FreeIsUnknown)),
            DeviceFault.DeviceLost when What().Match(text) is { Success: true } what =>
                (DeviceFault.DeviceLost, Lost(device, what.Groups[1].Value)),
            _ => null,
        };
    }

    /// <summary>The device fault in a libtorch error; null if it is about something else.</summary>
    public static DeviceFault? Of(string message) =>
        MemoryRanOut().IsMatch(message) ? DeviceFault.OutOfMemory : Gone().IsMatch(message) ? DeviceFault.DeviceLost : null;

    /// <summary>Free and total memory, such as <c>3.1 of 79.2 GB were free</c>, if a libtorch error reports it; else null.</summary>
    internal static string? Free(string message)
    {
        Match free = FreeMemory().Match(message), total = TotalMemory().Match(message);
        return free.Success && total.Success ? $"{Gigabytes(free)} of {Gigabytes(total)} GB were free" : null;

        static string Gigabytes(Match match)
        {
            double unit = match.Groups[2].Value switch { "GiB" => Kibi * Kibi * Kibi, "MiB" => Kibi * Kibi, "KiB" => Kibi, _ => 1 };
            return (double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * unit / Giga)
                .ToString("F1", CultureInfo.InvariantCulture);
        }
    }

    private static string Told(Device device, string message) =>
        Free(message) ?? (device.type == TorchSharp.DeviceType.CPU ? FreeHere() : FreeIsUnknown);

    // A container's limit, known to the runtime, may be below the machine's memory.
    private static string FreeHere()
    {
        if (HostMemory.Read() is not { } memory) return FreeIsUnknown;
        double total = Math.Min(memory.Total, GC.GetGCMemoryInfo(GCKind.Any).TotalAvailableMemoryBytes);
        return string.Create(CultureInfo.InvariantCulture,
            $"{Math.Clamp(memory.Total - memory.Used, 0, total) / Giga:F1} of {total / Giga:F1} GB were free");
    }

    private static string Memory(string batch, RunSettings settings, string device, string free)
    {
        string remedy = settings.BatchSize > 1
            ? $"halve batch_size to {settings.BatchSize / 2} and double accumulate_grad_batches to {2 * settings.AccumulateGradBatches}"
            : "take fewer frames (max_frames), a smaller image_size or a smaller backbone";
        return $"{device} ran out of memory on a batch of {batch} of {settings.ImageSize} × {settings.ImageSize}: {free}; {remedy}";
    }

    private static string Lost(string device, string message) =>
        $"{device} stopped responding ({ErrorWords.FirstLine(message)}); check the GPU, then resume the run";

    [GeneratedRegex(@"what\(\):\s+(.+)")]
    private static partial Regex What();

    [GeneratedRegex("out of memory|CUBLAS_STATUS_ALLOC_FAILED|not enough memory|can't allocate memory", RegexOptions.IgnoreCase)]
    private static partial Regex MemoryRanOut();

    [GeneratedRegex(
        "GPU is lost|fallen off the bus|unspecified launch failure|uncorrectable (NVLink|ECC) error|no CUDA-capable device|busy or "
        + "unavailable|"
        + "invalid device ordinal|hardware stack error|system not yet initialized|unknown error|device not ready|operation not supported "
        + "on global/shared address space",
        RegexOptions.IgnoreCase)]
    private static partial Regex Gone();

    [GeneratedRegex(@"([0-9.]+) (GiB|MiB|KiB|bytes) (?:is )?free")]
    private static partial Regex FreeMemory();

    [GeneratedRegex(@"(?:total capacity of |GPU \d+; )([0-9.]+) (GiB|MiB|KiB|bytes)")]
    private static partial Regex TotalMemory();
}
