using Angioboard.Core.Settings;
using Angioboard.Jobs.Clocks;

namespace Angioboard.Jobs.Machine;

/// <summary>A device that runs can use, as last seen.</summary>
public sealed record DeviceState
{
    /// <summary><c>cpu</c>, the GPU's UUID or <c>slurm:PARTITION</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Whether it is a partition of Slurm, on which many runs may be at once.</summary>
    public bool IsPartition => DeviceSetting.Partition(Id) is not null;

    /// <summary>Its name for people: <c>GPU 0: NVIDIA H100</c>.</summary>
    public required string Name { get; init; }

    /// <summary>nvidia-smi's index of the GPU; null for the processor.</summary>
    public int? Index { get; init; }

    /// <summary>Utilization in percent.</summary>
    public double? Utilization { get; init; }

    /// <summary>Memory in use, bytes.</summary>
    public long? MemoryUsed { get; init; }

    /// <summary>Total memory, bytes.</summary>
    public long? MemoryTotal { get; init; }

    /// <summary>Degrees Celsius.</summary>
    public double? Temperature { get; init; }

    /// <summary>Watts.</summary>
    public double? Power { get; init; }

    /// <summary>The processes on the GPU, from nvidia-smi.</summary>
    public IReadOnlyList<DeviceProcess> Processes { get; init; } = [];

    /// <summary>The run folder of the trainer that holds the lease; null if none does.</summary>
    public string? HeldByRun { get; init; }

    /// <summary>The user of that trainer.</summary>
    public string? HeldByUser { get; init; }

    /// <summary>Who has reserved it; null if nobody has, or it is drained.</summary>
    public string? ReservedBy { get; init; }

    /// <summary>When the reservation ends; null for no end.</summary>
    public DateTimeOffset? ReservedUntil { get; init; }

    /// <summary>An administrator has drained it: no new run may start on it.</summary>
    public bool Drained { get; init; }

    /// <summary>Why nobody can use it (foreign use, quiet time, fallen off the bus), in one line; null if it can be used.</summary>
    public string? Blocked { get; init; }

    /// <summary>nvidia-smi works but no longer lists this GPU, or says that it is lost.</summary>
    public bool Lost { get; init; }

    /// <summary>All reasons why a run of <paramref name="owner"/> cannot start on it now, in one line; null if it can.</summary>
    /// <param name="owner">The run's owner.</param>
    /// <param name="now">The time.</param>
    /// <param name="title">The title of the run in a folder; null shows the folder.</param>
    public string? WhyNot(string owner, DateTimeOffset now, Func<string, string?>? title = null)
    {
        List<string> reasons = [];
        if (HeldByRun is { } held) reasons.Add($"in use by {title?.Invoke(held) ?? held}{(HeldByUser is null ? "" : $" ({HeldByUser})")}");
        if (Drained) reasons.Add("drained: an administrator lets no run start on it");
        if (ReservedBy is { } holder && holder != owner && (ReservedUntil is not { } until || until > now))
            reasons.Add($"reserved by {holder}{(ReservedUntil is { } end ? $" until {ServerClock.Text(end, "HH:mm")}" : "")}");
        if (reasons.Count == 0) return Blocked;
        string own = $"{Name} is {string.Join(", and ", reasons)}";
        return Blocked is null ? own : $"{own}; {Blocked}";
    }
}

/// <summary>A process on a GPU.</summary>
/// <param name="Pid">Its process id.</param>
/// <param name="User">Its user; null if unknown (another container).</param>
/// <param name="Command">Its command line, shortened; null if unknown.</param>
/// <param name="Memory">Bytes of GPU memory that it holds; null if unknown.</param>
/// <param name="RunId">The run, if it is a trainer of this dashboard.</param>
public sealed record DeviceProcess(int Pid, string? User, string? Command, long? Memory, string? RunId);
