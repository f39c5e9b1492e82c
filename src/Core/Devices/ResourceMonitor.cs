using System.Diagnostics;
using Angioboard.Core.Native;
using static TorchSharp.torch;

namespace Angioboard.Core.Devices;

/// <summary>
/// Samples the run's resource usage every five seconds, and at the end of each phase, under mednet's names: memory in gigabytes (10⁹
/// bytes), use in percent (of one CPU core for the process, of the GPU for the GPU).
/// </summary>
public sealed class ResourceMonitor : IDisposable
{
    private const double Giga = 1e9;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly GpuUse? gpu;
    private readonly Action<IReadOnlyDictionary<string, double>>? sampled;
    private readonly Lock gate = new();
    private readonly List<Dictionary<string, double>> samples = [];
    private readonly CancellationTokenSource stop = new();
    private readonly Task sampling;
    private TimeSpan cpuBefore;
    private long timeBefore;

    /// <summary>Starts sampling.</summary>
    /// <param name="device">The device in use.</param>
    /// <param name="sampled">Receives each sample, on another thread; mednet's tags without the phase.</param>
    public ResourceMonitor(Device device, Action<IReadOnlyDictionary<string, double>>? sampled = null)
    {
        gpu = CudaDevice.Name(device) is { } name ? new GpuUse(name) : null;
        this.sampled = sampled;
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
                sampled?.Invoke(sample);
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
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
