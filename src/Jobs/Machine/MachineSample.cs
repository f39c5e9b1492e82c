namespace Angioboard.Jobs.Machine;

/// <summary>The box at one time; null where the system does not tell.</summary>
public sealed record MachineSample
{
    /// <summary>When.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Use of all processors, 0 to 100.</summary>
    public double? CpuPercent { get; init; }

    /// <summary>Processes that ran or wanted to, mean of a minute.</summary>
    public double? Load { get; init; }

    /// <summary>Memory in use, bytes: what a new process could not get.</summary>
    public long? MemoryUsed { get; init; }

    /// <summary>Memory in all, bytes.</summary>
    public long? MemoryTotal { get; init; }

    /// <summary>Free space where results go, bytes.</summary>
    public long? DiskFree { get; init; }

    /// <summary>Size of that disk, bytes.</summary>
    public long? DiskTotal { get; init; }

    /// <summary>The GPUs that runs may use.</summary>
    public IReadOnlyList<GpuSample> Gpus { get; init; } = [];
}

/// <summary>A GPU at one time.</summary>
/// <param name="Id">Its UUID.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Utilization">Percent.</param>
/// <param name="MemoryUsed">Bytes.</param>
/// <param name="Temperature">Degrees Celsius.</param>
/// <param name="Power">Watts.</param>
public sealed record GpuSample(string Id, string Name, double? Utilization, long? MemoryUsed, double? Temperature, double? Power);
