using System.Diagnostics;
using System.Text.Json.Nodes;
using Angioboard.Core.Devices;
using Angioboard.Core.Native;
using Angioboard.Core.RunFolders;
using static TorchSharp.torch;

namespace Angioboard.Core.Training;

/// <summary>
/// Samples the machine every five seconds while a phase of a run lasts, and writes each sample to metrics.jsonl as an event of type
/// <c>system</c>. Samples have mednet's names: memory in gigabytes (10⁹ bytes), use in percent (of one CPU core for the process, of the
/// GPU for the GPU).
/// </summary>
internal sealed class MachineSampler : IDisposable
{
    private const double Giga = 1e9;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly GpuUse? gpu;
    private readonly MetricsLog log;
    private readonly TimeProvider time;
    private readonly Func<TimeSpan>? dataWait;
    private readonly Lock gate = new();
    private readonly List<Dictionary<string, double>> samples = [];
    private readonly CancellationTokenSource stop = new();
    private readonly Task sampling;
    private TimeSpan cpuBefore, waited;
    private long timeBefore, last;

    /// <summary>Starts sampling.</summary>
    /// <param name="device">The device in use.</param>
    /// <param name="log">Receives the events.</param>
    /// <param name="time">The clock of the wait for batches.</param>
    /// <param name="dataWait">How long the current epoch has waited for batches, called on another thread; null outside of
    /// training.</param>
    public MachineSampler(Device device, MetricsLog log, TimeProvider time, Func<TimeSpan>? dataWait = null)
    {
        gpu = CudaDevice.Name(device) is { } name ? new GpuUse(name) : null;
        (this.log, this.time, this.dataWait, last) = (log, time, dataWait, time.GetTimestamp());
        (cpuBefore, timeBefore) = (Environment.CpuUsage.TotalTime, TimeProvider.System.GetTimestamp());
        sampling = Task.Run(Sample);
    }

    /// <summary>The means since the last call, by mednet's tag: <c>rss-GB/cpu/train</c>.</summary>
    public IReadOnlyDictionary<string, double> TakeMeans(string phase)
    {
        lock (gate)
        {
            samples.Add(Processor());
            Dictionary<string, double> means = samples.SelectMany(sample => sample).GroupBy(v => v.Key)
                .ToDictionary(values => $"{values.Key}/{phase}", values => values.Average(v => v.Value));
            samples.Clear();
            return means;
        }
    }

    /// <summary>Ends sampling.</summary>
    public void Dispose()
    {
        stop.Cancel();
        sampling.Wait();
        stop.Dispose();
        gpu?.Dispose();
    }

    private async Task Sample()
    {
        using PeriodicTimer timer = new(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                Dictionary<string, double> card = gpu is not null ? await gpu.ReadAsync(stop.Token) : [];
                Dictionary<string, double> sample;
                lock (gate) samples.Add(sample = Processor().Concat(card).ToDictionary());
                Write(sample);
            }
        }
        catch (OperationCanceledException)
        {
            // The phase is over.
        }
    }

    private void Write(Dictionary<string, double> sample)
    {
        double? Of(string tag) => sample.TryGetValue(tag, out double value) ? Math.Round(value, 3) : null;
        (string Name, double? Value)[] values =
        [
            ("cpu_percent", Of("percent-usage/cpu")), ("rss_gb", Of("rss-GB/cpu")), ("memory_used_gb", Of("memory-used-GB/cpu")),
            ("gpu_percent", Of("percent-usage/gpu")), ("gpu_memory_gb", Of("memory-used-GB/gpu")), ("data_wait_percent", Waited()),
        ];
        // If the disk is full, the training fails too and reports it.
        _ = log.TryAppend(RunEvents.System, [.. values.Where(v => v.Value is not null).Select(v => (v.Name, (JsonNode?)v.Value))]);
    }

    // Share of the time since the last sample spent waiting for batches. The trainer restarts the count in each epoch.
    private double? Waited()
    {
        if (dataWait is null) return null;
        long now = time.GetTimestamp();
        double seconds = time.GetElapsedTime(last, now).TotalSeconds;
        TimeSpan before = waited;
        (last, waited) = (now, dataWait());
        return Math.Round(
            Math.Clamp(100 * (waited >= before ? waited - before : waited).TotalSeconds / Math.Max(1e-3, seconds), 0, 100), 1);
    }

    private Dictionary<string, double> Processor()
    {
        using Process process = Process.GetCurrentProcess();
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long now = TimeProvider.System.GetTimestamp();
        double seconds = Math.Max(1e-3, TimeProvider.System.GetElapsedTime(timeBefore, now).TotalSeconds);
        double percent = 100 * (cpu - cpuBefore).TotalSeconds / seconds;
        (cpuBefore, timeBefore) = (cpu, now);
        Dictionary<string, double> values = new()
        {
            ["rss-GB/cpu"] = process.WorkingSet64 / Giga,
            ["vms-GB/cpu"] = process.VirtualMemorySize64 / Giga,
            ["percent-usage/cpu"] = percent,
            ["num-processes/cpu"] = 1,
        };
        if (HostMemory.Read() is { } memory) values["memory-used-GB/cpu"] = memory.Used / Giga;
        if (Directory.Exists("/proc/self/fd")) values["num-open-files/cpu"] = Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();
        return values;
    }
}
