using System.Text.Json.Nodes;
using Angioboard.Core.RunFolders;

namespace Angioboard.Jobs.Reading;

/// <summary>A trainer's use of the machine at one moment; null for what was not measured.</summary>
/// <param name="Time">When.</param>
/// <param name="Cpu">Processor use of the trainer, per cent of one processor.</param>
/// <param name="TrainerGigabytes">Memory of the trainer, 10⁹ bytes.</param>
/// <param name="MachineGigabytes">Memory in use on the machine, 10⁹ bytes.</param>
/// <param name="Gpu">Use of the GPU, per cent.</param>
/// <param name="GpuGigabytes">Memory of the GPU in use, 10⁹ bytes.</param>
/// <param name="DataWait">Share of the time in which training waited for data, per cent.</param>
public sealed record SystemSample(
    DateTimeOffset Time, double? Cpu, double? TrainerGigabytes, double? MachineGigabytes, double? Gpu, double? GpuGigabytes,
    double? DataWait);

/// <summary>The <c>system</c> events of a run.</summary>
public static class SystemSamples
{
    /// <summary>All samples of a metrics.jsonl, in order; none if it does not exist.</summary>
    public static IReadOnlyList<SystemSample> Read(string metrics) =>
        [.. MetricsReader.All(metrics, RunEvents.System).Select(Of).OfType<SystemSample>()];

    /// <summary>The sample of an event; null if it has no time.</summary>
    public static SystemSample? Of(JsonObject line) => RunEvents.Time(line) is not { } time ? null : new SystemSample(
        time,
        RunEvents.Number(line["cpu_percent"]),
        RunEvents.Number(line["rss_gb"]),
        RunEvents.Number(line["memory_used_gb"]),
        RunEvents.Number(line["gpu_percent"]),
        RunEvents.Number(line["gpu_memory_gb"]),
        RunEvents.Number(line["data_wait_percent"]));
}
