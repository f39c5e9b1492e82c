using System.Globalization;
using Angioboard.Core.Files;

namespace Angioboard.Core.Native;

/// <summary>Memory of the machine in bytes: used by all processes and not reclaimable, and total.</summary>
/// <param name="Used">In use, without reclaimable pages.</param>
/// <param name="Total">Total.</param>
public readonly record struct HostMemory(long Used, long Total)
{
    /// <summary>The current values; null if the system does not report them.</summary>
    public static HostMemory? Read()
    {
        try
        {
            if (Parse(File.ReadAllText("/proc/meminfo")) is { } memory) return memory;
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            // Not Linux, or a container that hides it.
        }
        // The runtime knows only whole percents as of its last collection; before the first, and below one percent, it reports 0.
        GCMemoryInfo collected = GC.GetGCMemoryInfo(GCKind.Any);
        return collected.MemoryLoadBytes > 0 ? new HostMemory(collected.MemoryLoadBytes, collected.TotalAvailableMemoryBytes) : null;
    }

    /// <summary>Parses the text of <c>/proc/meminfo</c>; null if a required line is missing.</summary>
    internal static HostMemory? Parse(string text)
    {
        long? Bytes(string name)
        {
            string? line = text.Split('\n').FirstOrDefault(line => line.StartsWith($"{name}:", StringComparison.Ordinal));
            string? kibibytes = line?[(name.Length + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
            return long.TryParse(kibibytes, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number * 1024 : null;
        }
        return (Bytes("MemTotal"), Bytes("MemAvailable")) is ({ } total, { } available) ? new HostMemory(total - available, total) : null;
    }
}
