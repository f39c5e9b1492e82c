using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using TorchSharp;

namespace Angioboard.Benchmarks.Measuring;

/// <summary>The machine on which the figures were measured.</summary>
internal static class Machine
{
    /// <summary>Processor, cores, memory, system and libtorch.</summary>
    public static JsonObject Describe() => new()
    {
        ["processor"] = Field("/proc/cpuinfo", "model name") ?? $"{RuntimeInformation.ProcessArchitecture}",
        ["instructions"] = (Field("/proc/cpuinfo", "flags") ?? "").Split(' ') is var flags
            ? string.Join(' ', new[] { "avx2", "avx512f", "avx512_bf16", "amx_bf16" }.Where(flags.Contains)) : "",
        ["cores"] = Environment.ProcessorCount,
        ["memory_gib"] = Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30), 1),
        ["os"] = RuntimeInformation.OSDescription,
        ["dotnet"] = RuntimeInformation.FrameworkDescription,
        ["libtorch"] = torch.__version__,
    };

    /// <summary>
    /// How many processes were running or ready to run over the last minute, on average; null if the system does not say.
    /// </summary>
    public static double? Load() =>
        File.Exists("/proc/loadavg") ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture) : null;

    private static string? Field(string path, string name) => File.Exists(path)
        ? File.ReadLines(path).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() : null;
}
