using System.Globalization;

namespace Angioboard.Jobs.Machine;

/// <summary>Reads the comma-separated lines of nvidia-smi; lines that are something else are passed over.</summary>
internal static class NvidiaSmiOutput
{
    /// <summary>What to ask of GPUs.</summary>
    public const string GpuFields = "index,uuid,name,utilization.gpu,memory.used,memory.total,temperature.gpu,power.draw";

    /// <summary>What to ask of processes.</summary>
    public const string ProcessFields = "gpu_uuid,pid,process_name,used_memory";

    private const long Mebibyte = 1 << 20;

    /// <summary>GPUs, in the order of their numbers.</summary>
    public static IReadOnlyList<GpuReading> Gpus(string text) =>
        [.. Lines(text).Select(Gpu).OfType<GpuReading>().DistinctBy(gpu => gpu.Uuid).OrderBy(gpu => gpu.Index)];

    /// <summary>Processes that compute.</summary>
    public static IReadOnlyList<GpuProcess> Processes(string text) => [.. Lines(text).Select(Process).OfType<GpuProcess>()];

    private static GpuReading? Gpu(string[] fields)
    {
        // A name may hold commas; the fields on either side of it do not.
        if (fields.Length < 8 || !int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out int index) || !IsUuid(fields[1])) return null;
        double?[] numbers = [.. fields[^5..].Select(Number)];
        return new GpuReading(index, fields[1], string.Join(", ", fields[2..^5]), numbers[0], Bytes(numbers[1]), Bytes(numbers[2]), numbers[3], numbers[4]);
    }

    private static GpuProcess? Process(string[] fields)
    {
        if (fields.Length < 4 || !IsUuid(fields[0]) || !int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out int pid)) return null;
        string name = string.Join(", ", fields[2..^1]);
        return new GpuProcess(fields[0], pid, name is "" or "-" || name.StartsWith('[') ? null : name, Bytes(Number(fields[^1])));
    }

    private static IEnumerable<string[]> Lines(string text) =>
        text.Split('\n').Select(line => line.Split(',', StringSplitOptions.TrimEntries));

    private static bool IsUuid(string text) =>
        text.Length is > 4 and < 100 && text.StartsWith("GPU-", StringComparison.Ordinal) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    // [N/A], [Not Supported], ERR! and the like are no numbers.
    private static double? Number(string field) =>
        double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) && number >= 0 ? number : null;

    private static long? Bytes(double? mebibytes) => mebibytes is { } number and < 1e9 ? (long)(number * Mebibyte) : null;
}
