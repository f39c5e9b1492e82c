using System.Globalization;
using System.Runtime.InteropServices;

namespace Angioboard.Faults.Fuzz;

/// <summary>Memory of a process as reported by Linux, in bytes.</summary>
internal static partial class ProcessMemory
{
    private const long Tidy = 400L << 20;

    /// <summary>Resets this process's peak memory, after releasing what earlier inputs left. False if too much is left.</summary>
    public static bool Settle()
    {
        if (Read("self", "VmRSS:") > Tidy)
        {
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            _ = Trim(0);
        }
        File.WriteAllText("/proc/self/clear_refs", "5");
        return Read("self", "VmRSS:") <= Tidy;
    }

    /// <summary>This process's peak memory since then.</summary>
    public static long Peak() => Read("self", "VmHWM:") ?? throw new InvalidOperationException("/proc/self/status tells no VmHWM");

    /// <summary>A process's current memory; null once it has ended.</summary>
    public static long? Held(int pid) => Read(pid.ToString(CultureInfo.InvariantCulture), "VmRSS:");

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nint keep);

    private static long? Read(string process, string field)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{process}/status")
                .FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal));
            return line is null
                ? null
                : long.Parse(line[field.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) << 10;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
