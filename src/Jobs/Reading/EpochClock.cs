using System.Text.Json.Nodes;
using Angioboard.Core.RunFolders;

namespace Angioboard.Jobs.Reading;

/// <summary>When a run's epochs ended, from metrics.jsonl: the store only has their values.</summary>
public sealed class EpochClock
{
    private readonly Dictionary<int, DateTimeOffset> ends = [];
    private DateTimeOffset? start;

    /// <summary>Reads a metrics.jsonl; empty if it does not exist.</summary>
    public static EpochClock Read(string metrics)
    {
        EpochClock clock = new();
        foreach (JsonObject line in MetricsReader.All(metrics, RunEvents.Phase, RunEvents.Epoch, RunEvents.Resumed))
        {
            if (RunEvents.Time(line) is not { } time) continue;
            clock.start ??= time;
            if (RunEvents.Index(line) is not { } epoch) continue;
            if (RunEvents.Type(line) == RunEvents.Epoch) clock.ends[epoch] = time;
            else foreach (int number in clock.ends.Keys.Where(number => number >= epoch).ToArray()) clock.ends.Remove(number);
        }
        return clock;
    }

    /// <summary>Adds an epoch that has just ended.</summary>
    public void Add(int epoch, DateTimeOffset end)
    {
        start ??= end;
        ends[epoch] = end;
    }

    /// <summary>Hours from the run's first event to an epoch's end; null if unknown.</summary>
    public double? Hours(int epoch) =>
        start is { } first && ends.TryGetValue(epoch, out DateTimeOffset end) ? (end - first).TotalHours : null;
}
