using Angioboard.Jobs.Clocks;

namespace Angioboard.Jobs.Machine;

/// <summary>
/// Decides when a GPU is in use by others: while processes that are not trainers of this dashboard hold more than a share of its memory,
/// and for some quiet time after that, so that nobody loses it between two of their runs.
/// </summary>
/// <param name="share">Share of the memory, from 0 to 1.</param>
/// <param name="quiet">How long.</param>
internal sealed class ForeignUse(double share, TimeSpan quiet)
{
    // Memory without a process may belong to a trainer that is just ending.
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, DateTimeOffset> lastForeign = [];
    private readonly Dictionary<string, DateTimeOffset> lastOurs = [];

    /// <summary>Why the GPU must not be taken, in one line; null if it may be.</summary>
    /// <param name="device">The GPU with its processes and holder.</param>
    /// <param name="now">The time of this look.</param>
    public string? Judge(DeviceState device, DateTimeOffset now)
    {
        if (device.HeldByRun is not null || device.Processes.Any(process => process.RunId is not null)) lastOurs[device.Id] = now;
        if (Foreign(device, now) is { } who)
        {
            lastForeign[device.Id] = now;
            return $"{device.Name} is used by {who}";
        }
        if (!lastForeign.TryGetValue(device.Id, out DateTimeOffset last)) return null;
        DateTimeOffset free = last + quiet;
        if (free > now)
            return $"{device.Name} was used by somebody else until {Clock(last)}; runs may take it if it stays quiet until {Clock(free)}";
        lastForeign.Remove(device.Id);
        return null;
    }

    private string? Foreign(DeviceState device, DateTimeOffset now)
    {
        DeviceProcess[] foreign = [.. device.Processes.Where(process => process.RunId is null)];
        bool ours = lastOurs.TryGetValue(device.Id, out DateTimeOffset held) && now - held < Aftermath;
        // A process that is listed without its memory holds at most the rest that no other process holds.
        long? unnamed = ours ? null : device.MemoryUsed - device.Processes.Sum(process => process.Memory ?? 0);
        long known = foreign.Sum(process => process.Memory ?? 0);
        long holds = known + (foreign.Length == 0 || foreign.Any(process => process.Memory is null) ? Math.Max(0, unnamed ?? 0) : 0);
        bool counts = device.MemoryTotal is { } total ? holds > share * total : foreign.Length > 0;
        if (!counts) return null;
        if (foreign.Length == 0) return $"somebody whom nvidia-smi does not name ({Gigabytes(holds)})";
        DeviceProcess most = foreign.MaxBy(process => process.Memory ?? 0)!;
        string more = foreign.Length > 1 ? $" and {foreign.Length - 1} more" : "";
        return $"{most.User ?? "somebody"}: {most.Command ?? $"process {most.Pid}"}{more} ({Gigabytes(holds)})";
    }

    private static string Gigabytes(long bytes) => FormattableString.Invariant($"{bytes / 1e9:0.0} GB");

    private static string Clock(DateTimeOffset time) =>
        ServerClock.Text(time, "HH:mm");
}
