namespace Angioboard.Jobs.Machine;

/// <summary>What nvidia-smi says of a GPU; null where it says nothing, as on cards that do not measure it.</summary>
/// <param name="Index">nvidia-smi's number, which is not CUDA's.</param>
/// <param name="Uuid">What tells it apart.</param>
/// <param name="Model">What it is: <c>NVIDIA H100</c>.</param>
/// <param name="Utilization">Percent.</param>
/// <param name="MemoryUsed">Bytes.</param>
/// <param name="MemoryTotal">Bytes.</param>
/// <param name="Temperature">Degrees Celsius.</param>
/// <param name="Power">Watts.</param>
/// <param name="Bus">Where it sits: <c>0000:41:00.0</c>.</param>
public sealed record GpuReading(
    int Index, string Uuid, string Model, double? Utilization, long? MemoryUsed, long? MemoryTotal, double? Temperature, double? Power, string Bus);

/// <summary>A process that computes on a GPU.</summary>
/// <param name="Uuid">The GPU.</param>
/// <param name="Pid">The process.</param>
/// <param name="Command">Its name; null where nvidia-smi cannot tell, as for processes of another container.</param>
/// <param name="Memory">GPU memory it holds, bytes; null where unknown.</param>
public sealed record GpuProcess(string Uuid, int Pid, string? Command, long? Memory);

/// <summary>The box's GPUs at one time.</summary>
/// <param name="Gpus">Those that nvidia-smi lists.</param>
/// <param name="Processes">Who computes on them.</param>
/// <param name="Problem">Why nothing is known of them, in a line; null if nvidia-smi answered.</param>
public sealed record GpuSurvey(IReadOnlyList<GpuReading> Gpus, IReadOnlyList<GpuProcess> Processes, string? Problem = null)
{
    /// <summary>Where on the bus those sit that nvidia-smi cannot reach any more.</summary>
    public IReadOnlyList<string> Lost { get; init; } = [];

    /// <summary>Whether nvidia-smi has told which there are, though there may be none.</summary>
    public bool IsAnswer { get; init; } = Problem is null;

    internal static GpuSurvey Failed(string problem) => new([], [], problem);
}
