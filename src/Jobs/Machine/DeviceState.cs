namespace Angioboard.Jobs.Machine;

/// <summary>A device that runs can use, as it was when last looked at.</summary>
public sealed record DeviceState
{
    /// <summary><c>cpu</c> or the GPU's UUID.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it: <c>GPU 0: NVIDIA H100</c>.</summary>
    public required string Name { get; init; }

    /// <summary>nvidia-smi's number of the GPU; null for the processor.</summary>
    public int? Index { get; init; }

    /// <summary>Use in percent.</summary>
    public double? Utilization { get; init; }

    /// <summary>Memory in use, bytes.</summary>
    public long? MemoryUsed { get; init; }

    /// <summary>Memory in all, bytes.</summary>
    public long? MemoryTotal { get; init; }

    /// <summary>Degrees Celsius.</summary>
    public double? Temperature { get; init; }

    /// <summary>Watts.</summary>
    public double? Power { get; init; }

    /// <summary>Who uses the GPU, by nvidia-smi.</summary>
    public IReadOnlyList<DeviceProcess> Processes { get; init; } = [];

    /// <summary>The run folder of the trainer that holds the lease; null if none does.</summary>
    public string? HeldByRun { get; init; }

    /// <summary>The user of that trainer.</summary>
    public string? HeldByUser { get; init; }

    /// <summary>Who has reserved it; null if nobody, or drained.</summary>
    public string? ReservedBy { get; init; }

    /// <summary>Until when; null without an end.</summary>
    public DateTimeOffset? ReservedUntil { get; init; }

    /// <summary>An administrator lets no new run start on it.</summary>
    public bool Drained { get; init; }

    /// <summary>Why nobody can use it (foreign use, quiet time, fallen off the bus), in a line; null if it can be.</summary>
    public string? Blocked { get; init; }

    /// <summary>nvidia-smi answers and does not list this GPU any more, or says that it is lost.</summary>
    public bool Lost { get; init; }

    /// <summary>Why a run of <paramref name="owner"/> cannot start on it now, in a line; null if it can.</summary>
    public string? WhyNot(string owner, DateTimeOffset now)
    {
        if (HeldByRun is not null) return $"{Name} is held by {HeldByRun}{(HeldByUser is null ? "" : $" of {HeldByUser}")}";
        if (Drained) return $"{Name} is drained: an administrator lets no run start on it";
        if (ReservedBy is { } holder && holder != owner && (ReservedUntil is not { } until || until > now))
            return $"{Name} is reserved by {holder}{(ReservedUntil is { } end ? $" until {end.ToLocalTime():HH:mm}" : "")}";
        return Blocked;
    }
}

/// <summary>A process on a GPU.</summary>
/// <param name="Pid">Its number.</param>
/// <param name="User">Its user; null where unknown (another container).</param>
/// <param name="Command">Its command line, shortened; null where unknown.</param>
/// <param name="Memory">GPU memory it holds, bytes; null where unknown.</param>
/// <param name="RunId">Our run, if it is a trainer of ours.</param>
public sealed record DeviceProcess(int Pid, string? User, string? Command, long? Memory, string? RunId);
