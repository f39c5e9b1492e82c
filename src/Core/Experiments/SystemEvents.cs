using System.Text.Json.Nodes;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Training;

namespace Angioboard.Core.Experiments;

/// <summary>Writes the monitor's samples to metrics.jsonl as events of type <c>system</c>.</summary>
internal sealed class SystemEvents(MetricsLog log, TimeProvider time)
{
    private long last = time.GetTimestamp();
    private TimeSpan waited;

    /// <summary>The current training; null before and after it.</summary>
    public Trainer? Trainer { get; set; }

    /// <summary>Writes a sample.</summary>
    public void Write(IReadOnlyDictionary<string, double> sample)
    {
        double? Of(string tag) => sample.TryGetValue(tag, out double value) ? Math.Round(value, 3) : null;
        (string Name, double? Value)[] values =
        [
            ("cpu_percent", Of("percent-usage/cpu")), ("rss_gb", Of("rss-GB/cpu")), ("memory_used_gb", Of("memory-used-GB/cpu")),
            ("gpu_percent", Of("percent-usage/gpu")), ("gpu_memory_gb", Of("memory-used-GB/gpu")), ("data_wait_percent", Wait()),
        ];
        // If the disk is full, the training fails too and reports it.
        _ = log.TryAppend(RunEvents.System, [.. values.Where(v => v.Value is not null).Select(v => (v.Name, (JsonNode?)v.Value))]);
    }

    // Share of the time since the last sample spent waiting for batches. The trainer restarts the count in each epoch.
    private double? Wait()
    {
        long now = time.GetTimestamp();
        double seconds = time.GetElapsedTime(last, now).TotalSeconds;
        TimeSpan before = waited;
        last = now;
        if (Trainer is not { } trainer) return null;
        waited = trainer.DataWait;
        return Math.Round(Math.Clamp(100 * (waited >= before ? waited - before : waited).TotalSeconds / Math.Max(1e-3, seconds), 0, 100), 1);
    }
}
