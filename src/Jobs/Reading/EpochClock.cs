using System.Text.Json.Nodes;

namespace Angioboard.Jobs.Reading;

/// <summary>When a run's epochs ended, by metrics.jsonl: the store keeps their values only.</summary>
public sealed class EpochClock
{
    private readonly Dictionary<int, DateTimeOffset> ends = [];
    private DateTimeOffset? start;

    /// <summary>Reads a metrics.jsonl; empty if it is not there.</summary>
    public static EpochClock Read(string metrics)
    {
        EpochClock clock = new();
        clock.start = MetricsLines.Read(metrics, "phase").Concat(MetricsLines.Read(metrics, "epoch")).Select(MetricsLines.Time).FirstOrDefault(time => time is not null);
        foreach (JsonObject line in MetricsLines.Read(metrics, "epoch"))
        {
            if (MetricsLines.Number(line, "epoch") is { } epoch && MetricsLines.Time(line) is { } time) clock.ends[(int)epoch] = time;
        }
        return clock;
    }

    /// <summary>Whether it knows an epoch.</summary>
    public bool Knows(int epoch) => ends.ContainsKey(epoch);

    /// <summary>Notes the end of an epoch that has just ended.</summary>
    public void Add(int epoch, DateTimeOffset end)
    {
        start ??= end;
        ends[epoch] = end;
    }

    /// <summary>Hours from the run's first event to an epoch's end; null if unknown.</summary>
    public double? Hours(int epoch) => start is { } first && ends.TryGetValue(epoch, out DateTimeOffset end) ? (end - first).TotalHours : null;
}
