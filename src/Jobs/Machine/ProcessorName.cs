using Angioboard.Core.Files;

namespace Angioboard.Jobs.Machine;

/// <summary>The processor's name.</summary>
internal static class ProcessorName
{
    private const string CpuInfo = "/proc/cpuinfo", Field = "model name";

    /// <summary>The name that the system gives; null if it gives none.</summary>
    public static string? Read()
    {
        try
        {
            string? line = File.Exists(CpuInfo)
                ? File.ReadLines(CpuInfo).FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal))
                : null;
            return line is null ? null : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            return null;
        }
    }
}
