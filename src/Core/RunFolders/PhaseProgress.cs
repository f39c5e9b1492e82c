namespace Angioboard.Core.RunFolders;

/// <summary>Passes progress on, and writes it to metrics.jsonl at most once a second. Thread-safe.</summary>
internal sealed class PhaseProgress(MetricsLog log, IProgress<StageProgress>? screen, TimeProvider time) : IProgress<StageProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private long? last;

    public void Report(StageProgress value)
    {
        screen?.Report(value);
        lock (gate)
        {
            long now = time.GetTimestamp();
            if (last is { } before && time.GetElapsedTime(before, now) < Interval) return;
            last = now;
        }
        log.Append(RunEvents.Progress, ("done", value.Done), ("total", value.Total),
            ("note", value.Note is null ? value.Stage : $"{value.Stage}: {value.Note}"));
    }
}
