using System.Globalization;

namespace Angioboard.Core.Native;

/// <summary>Memory of the box, in bytes: what all its processes hold and could not give back, of all there is.</summary>
/// <param name="Used">In use; pages that the system would free for others do not count.</param>
/// <param name="Total">All there is.</param>
public readonly record struct HostMemory(long Used, long Total)
{
    /// <summary>The box now; null where the system does not tell.</summary>
    public static HostMemory? Read()
    {
        try
        {
            if (Parse(File.ReadAllText("/proc/meminfo")) is { } memory) return memory;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not Linux, or a container that hides it.
        }
        // The runtime knows whole percents of its last collection; before the first, and below one percent, nothing.
        GCMemoryInfo collected = GC.GetGCMemoryInfo(GCKind.Any);
        return collected.MemoryLoadBytes > 0 ? new HostMemory(collected.MemoryLoadBytes, collected.TotalAvailableMemoryBytes) : null;
    }

    /// <summary>What the text of <c>/proc/meminfo</c> says; null if it lacks a line that is needed.</summary>
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
