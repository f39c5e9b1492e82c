using System.Globalization;
using Angioboard.Core.Files;
using Angioboard.Core.Native;

namespace Angioboard.Jobs.Machine;

/// <summary>Processors, memory and disk of the machine.</summary>
/// <param name="results">The folder whose disk is measured; it may not exist yet.</param>
internal sealed class HostProbe(string results)
{
    private long? busyBefore;
    private long totalBefore;
    private double? percent;

    /// <summary>The machine now; processor use is since the previous call.</summary>
    public MachineSample Take(DateTimeOffset now)
    {
        HostMemory? memory = HostMemory.Read();
        (long? free, long? size) = Disk();
        return new MachineSample
        {
            Time = now,
            CpuPercent = Cpu(),
            Load = Load(),
            MemoryUsed = memory?.Used,
            MemoryTotal = memory?.Total,
            DiskFree = free,
            DiskTotal = size,
        };
    }

    private double? Cpu()
    {
        if (Read("/proc/stat") is not { } text) return null;
        // cpu user nice system idle iowait irq softirq steal guest guest_nice; user and nice include the guests.
        long[] ticks = [.. text.Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(Number)];
        if (ticks.Length < 5) return null;
        long total = ticks.Sum(), busy = total - ticks[3] - ticks[4];
        if (total == totalBefore) return percent;
        if (busyBefore is { } before) percent = Math.Clamp(100.0 * (busy - before) / (total - totalBefore), 0, 100);
        (busyBefore, totalBefore) = (busy, total);
        return percent;
    }

    /// <summary>How many processes have computed or waited for a processor, on average over the last minute; null if unknown.</summary>
    public static double? Load() =>
        Read("/proc/loadavg") is { } text
            && double.TryParse(text.Split(' ')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double load) ? load : null;

    private (long? Free, long? Total) Disk()
    {
        try
        {
            string? folder = results;
            while (folder is not null && !Directory.Exists(folder)) folder = Path.GetDirectoryName(folder);
            if (folder is null) return (null, null);
            DriveInfo drive = new(folder);
            return (drive.AvailableFreeSpace, drive.TotalSize);
        }
        catch (Exception e) when (FileErrors.Is(e) || e is ArgumentException)
        {
            return (null, null);
        }
    }

    private static string? Read(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : null;
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            return null;
        }
    }

    private static long Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;
}
