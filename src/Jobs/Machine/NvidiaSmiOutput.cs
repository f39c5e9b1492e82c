using System.Globalization;
using System.Text.RegularExpressions;

namespace Angioboard.Jobs.Machine;

/// <summary>Reads the comma-separated lines of nvidia-smi and ignores other lines.</summary>
internal static partial class NvidiaSmiOutput
{
    /// <summary>The fields to query for GPUs.</summary>
    public const string GpuFields = "index,uuid,name,utilization.gpu,memory.used,memory.total,temperature.gpu,power.draw,pci.bus_id";

    /// <summary>The fields to query for processes.</summary>
    public const string ProcessFields = "gpu_uuid,pid,process_name,used_memory";

    private const long Mebibyte = 1 << 20;

    /// <summary>GPUs, ordered by index.</summary>
    public static IReadOnlyList<GpuReading> Gpus(string text) =>
        [.. Lines(text).Select(Gpu).OfType<GpuReading>().DistinctBy(gpu => gpu.Uuid).OrderBy(gpu => gpu.Index)];

    /// <summary>Processes that compute.</summary>
    public static IReadOnlyList<GpuProcess> Processes(string text) => [.. Lines(text).Select(Process).OfType<GpuProcess>()];

    /// <summary>
    /// The bus addresses of GPUs that it cannot reach: "Unable to determine the device handle for GPU 0000:41:00.0: GPU is lost.  Reboot
    /// the system to recover this GPU".
    /// </summary>
    public static IReadOnlyList<string> Lost(string text) =>
        [.. Unreachable().Matches(text).Select(match => Place(match.Groups[1].Value)).Distinct()];

    /// <summary>Whether it ran and found no GPU.</summary>
    public static bool ListsNone(string text) => text.TrimStart().StartsWith("No devices were found", StringComparison.OrdinalIgnoreCase);

    private static GpuReading? Gpu(string[] fields)
    {
        // A name may contain commas; the fields before and after it do not.
        if (fields.Any(field => field.Contains("GPU is lost", StringComparison.OrdinalIgnoreCase))) return null;
        if (fields.Length < 9 || !int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            || !IsUuid(fields[1])) return null;
        double?[] numbers = [.. fields[^6..^1].Select(Number)];
        return new GpuReading(
            index, fields[1], string.Join(", ", fields[2..^6]), numbers[0], Bytes(numbers[1]), Bytes(numbers[2]), numbers[3], numbers[4],
            Place(fields[^1]));
    }

    private static GpuProcess? Process(string[] fields)
    {
        if (fields.Length < 4 || !IsUuid(fields[0])
            || !int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out int pid)) return null;
        string name = string.Join(", ", fields[2..^1]);
        return new GpuProcess(fields[0], pid, name is "" or "-" || name.StartsWith('[') ? null : name, Bytes(Number(fields[^1])));
    }

    private static IEnumerable<string[]> Lines(string text) =>
        text.Split('\n').Select(line => line.Split(',', StringSplitOptions.TrimEntries));

    private static bool IsUuid(string text) =>
        text.Length is > 4 and < 100 && text.StartsWith("GPU-", StringComparison.Ordinal)
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    // [N/A], [Not Supported], ERR! and the like are not numbers.
    private static double? Number(string field) =>
        double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            && number >= 0 ? number : null;

    // The domain has four digits or eight.
    private static string Place(string bus) => bus.ToUpperInvariant() is { Length: > 12 } long8
        && long8.StartsWith("0000", StringComparison.Ordinal) ? long8[4..] : bus.ToUpperInvariant();

    [GeneratedRegex(@"device handle for GPU\s*([0-9A-F]{4,8}:[0-9A-F]{2}:[0-9A-F]{2}\.[0-9A-F])", RegexOptions.IgnoreCase)]
    private static partial Regex Unreachable();

    private static long? Bytes(double? mebibytes) => mebibytes is { } number and < 1e9 ? (long)(number * Mebibyte) : null;
}
