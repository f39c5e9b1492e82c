using System.Globalization;
using Angioboard.Core.Files;

namespace Angioboard.Jobs.Machine;

/// <summary>
/// Counts the processes that the system has killed because memory ran out: on the whole machine, and in this process's own control group.
/// </summary>
internal static class MemoryKills
{
    private const string Counter = "oom_kill ";

    // A container may only see the last of these. Its limit is then that of its own group, of which it is the root.
    private static readonly string[] Files =
        ["/proc/vmstat", .. OwnGroup(), "/sys/fs/cgroup/memory.events", "/sys/fs/cgroup/memory/memory.oom_control"];

    /// <summary>
    /// Their number since the system's start; null if the system does not give it. Some count twice: what matters is whether it grows.
    /// </summary>
    public static long? Count() => Count(Files);

    /// <summary>The sum of the counters in files; null if no file has one.</summary>
    public static long? Count(IEnumerable<string> files)
    {
        long[] counts = [.. files.Distinct().Select(Read).OfType<long>()];
        return counts.Length == 0 ? null : counts.Sum();
    }

    private static long? Read(string file)
    {
        try
        {
            return File.ReadLines(file).FirstOrDefault(line => line.StartsWith(Counter, StringComparison.Ordinal)) is { } line
                && long.TryParse(line.AsSpan(Counter.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long count)
                ? count
                : null;
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            return null;
        }
    }

    // Such as "0::/system.slice/angioboard.service", in the cgroup v2 tree.
    private static string[] OwnGroup()
    {
        const string Unified = "0::/", Self = "/proc/self/cgroup";
        if (!File.Exists(Self)) return [];
        return [.. File.ReadAllLines(Self).Where(line => line.StartsWith(Unified, StringComparison.Ordinal))
            .Select(line => Path.Combine("/sys/fs/cgroup", line[Unified.Length..], "memory.events"))];
    }
}
