using System.Globalization;

namespace Angioboard.Faults.Fuzz;

/// <summary>Memory of a process as Linux tells it, bytes.</summary>
internal static class ProcessMemory
{
    /// <summary>This process's peak counts from here.</summary>
    public static void ForgetPeak() => File.WriteAllText("/proc/self/clear_refs", "5");

    /// <summary>This process's peak since.</summary>
    public static long Peak() => Read("self", "VmHWM:") ?? throw new InvalidOperationException("/proc/self/status tells no VmHWM");

    /// <summary>What a process holds now; null once it is gone.</summary>
    public static long? Held(int pid) => Read(pid.ToString(CultureInfo.InvariantCulture), "VmRSS:");

    private static long? Read(string process, string field)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal));
            return line is null ? null : long.Parse(line[field.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) << 10;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
