namespace Angioboard.Dashboard.Api.V1.Reading.Documents;

/// <summary>The machine, and its cluster if it has one.</summary>
/// <param name="Devices">The devices that runs may use.</param>
/// <param name="NoGpu">Why runs cannot use GPUs here; null if they can.</param>
/// <param name="Paused">Why no run starts at all; null if they do.</param>
/// <param name="Box">The whole machine as last seen; null before the first look.</param>
/// <param name="Cluster">The cluster; null if none is configured.</param>
internal sealed record MachineDocument(
    IReadOnlyList<DeviceDocument> Devices, string? NoGpu, string? Paused, BoxDocument? Box, ClusterDocument? Cluster);

/// <summary>The machine at one time; null for what the system does not say.</summary>
internal sealed record BoxDocument(DateTime Time, int Processors, double? CpuPercent, double? Load, long? MemoryUsedBytes,
    long? MemoryTotalBytes, long? DiskFreeBytes, long? DiskTotalBytes);

/// <summary>A device.</summary>
internal sealed record DeviceDocument
{
    /// <summary><c>cpu</c> or the GPU's UUID.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary><c>training</c>, <c>blocked</c>, <c>drained</c>, <c>reserved</c> or <c>free</c>.</summary>
    public required string State { get; init; }

    /// <summary>The run that has it; null if none has, or it is not a run of this dashboard.</summary>
    public string? Run { get; init; }

    /// <summary>The user of the trainer that has it.</summary>
    public string? HeldBy { get; init; }

    /// <summary>Why nobody can use it.</summary>
    public string? Blocked { get; init; }

    /// <summary>Who reserved it, or drained it; null if nobody did.</summary>
    public ReservationDocument? Reservation { get; init; }

    public double? UtilizationPercent { get; init; }

    public long? MemoryUsedBytes { get; init; }

    public long? MemoryTotalBytes { get; init; }

    public double? Celsius { get; init; }

    public double? Watts { get; init; }

    /// <summary>The processes on the GPU.</summary>
    public required IReadOnlyList<ProcessDocument> Processes { get; init; }
}

/// <summary>A reservation.</summary>
/// <param name="Owner">Whose it is.</param>
/// <param name="Until">When it ends; null for no end.</param>
/// <param name="Drained">Nothing new starts on the device, not even the owner's.</param>
/// <param name="Reason">Why.</param>
internal sealed record ReservationDocument(string Owner, DateTime? Until, bool Drained, string? Reason);

/// <summary>A process on a GPU; null for what is unknown.</summary>
internal sealed record ProcessDocument(int Pid, string? User, string? Command, long? MemoryBytes, string? Run);
