namespace Angioboard.Jobs.Machine;

/// <summary>nvidia-smi's figures for a GPU; null where it gives none, as on cards that do not measure it.</summary>
/// <param name="Index">nvidia-smi's index, which is not CUDA's.</param>
/// <param name="Uuid">Its unique id.</param>
/// <param name="Model">Its model: <c>NVIDIA H100</c>.</param>
/// <param name="Utilization">Percent.</param>
/// <param name="MemoryUsed">Bytes.</param>
/// <param name="MemoryTotal">Bytes.</param>
/// <param name="Temperature">Degrees Celsius.</param>
/// <param name="Power">Watts.</param>
/// <param name="Bus">Its place on the bus: <c>0000:41:00.0</c>.</param>
public sealed record GpuReading(
    int Index, string Uuid, string Model, double? Utilization, long? MemoryUsed, long? MemoryTotal, double? Temperature, double? Power,
    string Bus);

/// <summary>A process that computes on a GPU.</summary>
/// <param name="Uuid">The GPU.</param>
/// <param name="Pid">The process.</param>
/// <param name="Command">Its name; null if nvidia-smi does not know it, as for processes in another container.</param>
/// <param name="Memory">Bytes of GPU memory that it holds; null if unknown.</param>
public sealed record GpuProcess(string Uuid, int Pid, string? Command, long? Memory);

/// <summary>The machine's GPUs at one time.</summary>
/// <param name="Gpus">Those that nvidia-smi lists.</param>
/// <param name="Processes">The processes that compute on them.</param>
/// <param name="Problem">Why nothing is known of them, in one line; null if nvidia-smi answered.</param>
public sealed record GpuSurvey(IReadOnlyList<GpuReading> Gpus, IReadOnlyList<GpuProcess> Processes, string? Problem = null)
{
    /// <summary>The bus addresses of GPUs that nvidia-smi can no longer reach.</summary>
    public IReadOnlyList<string> Lost { get; init; } = [];

    /// <summary>Whether nvidia-smi has listed the GPUs, even if there are none.</summary>
    public bool IsAnswer { get; init; } = Problem is null;

    internal static GpuSurvey Failed(string problem) => new([], [], problem);
}
