namespace Angioboard.Jobs.Machine;

/// <summary>The machine at one time; null for what the system does not give.</summary>
public sealed record MachineSample
{
    /// <summary>When.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Use of all processors, 0 to 100.</summary>
    public double? CpuPercent { get; init; }

    /// <summary>Processes that ran or were ready to run, mean of a minute.</summary>
    public double? Load { get; init; }

    /// <summary>Memory in use, bytes: not available to a new process.</summary>
    public long? MemoryUsed { get; init; }

    /// <summary>Total memory, bytes.</summary>
    public long? MemoryTotal { get; init; }

    /// <summary>Free space on the disk of the results, bytes.</summary>
    public long? DiskFree { get; init; }

    /// <summary>Size of that disk, bytes.</summary>
    public long? DiskTotal { get; init; }

    /// <summary>The GPUs that runs may use.</summary>
    public IReadOnlyList<GpuSample> Gpus { get; init; } = [];
}

/// <summary>A GPU at one time.</summary>
/// <param name="Id">Its UUID.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Utilization">Percent.</param>
/// <param name="MemoryUsed">Bytes.</param>
/// <param name="Temperature">Degrees Celsius.</param>
/// <param name="Power">Watts.</param>
public sealed record GpuSample(string Id, string Name, double? Utilization, long? MemoryUsed, double? Temperature, double? Power);
