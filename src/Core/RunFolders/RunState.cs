using System.Text.Json.Nodes;

namespace Angioboard.Core.RunFolders;

/// <summary>The result of a log's events in order: which epochs count, and the status since the last phase began.</summary>
public sealed class RunState
{
    private readonly SortedDictionary<int, EpochRecord> epochs = [];

    /// <summary>The epochs that count: the last event of each, without epochs that a later resume dropped.</summary>
    public IReadOnlyCollection<EpochRecord> Epochs => epochs.Values;

    /// <summary>The latest <see cref="RunEvents.Phase"/>; null before the first.</summary>
    public JsonObject? Phase { get; private set; }

    /// <summary>
    /// The latest <see cref="RunEvents.Status"/> since that phase began; null if the trainer was killed in it, or is running.
    /// </summary>
    public JsonObject? Status { get; private set; }

    /// <summary>The time of the first event.</summary>
    public DateTimeOffset? Start { get; private set; }

    /// <summary>The time of the last event.</summary>
    public DateTimeOffset? End { get; private set; }

    /// <summary>Adds the next event.</summary>
    public void Take(JsonObject line)
    {
        if (RunEvents.Time(line) is { } time) (Start, End) = (Start ?? time, time);
        switch (RunEvents.Type(line))
        {
            case RunEvents.Epoch when RunEvents.EpochOf(line) is { } epoch:
                epochs[epoch.Epoch] = epoch;
                break;
            case RunEvents.Resumed when RunEvents.Index(line) is { } from:
                foreach (int number in epochs.Keys.Where(number => number >= from).ToArray()) epochs.Remove(number);
                break;
            case RunEvents.Phase when RunEvents.Text(line["phase"]) is not null:
                (Phase, Status) = (line, null);
                break;
            case RunEvents.Status when RunEvents.Text(line["status"]) is not null:
                Status = line;
                break;
        }
    }

    /// <summary>Reads a log from a position to its end; one that cannot be read counts as empty.</summary>
    /// <param name="path">The log.</param>
    /// <param name="position">Bytes to leave out at its beginning, up to the end of a line.</param>
    public static RunState From(string path, long position)
    {
        RunState state = new();
        MetricsReader log = new(path, position);
        while (log.Read() is { Count: > 0 } lines)
            foreach ((JsonObject line, _) in lines) state.Take(line);
        return state;
    }

    /// <summary>Reads a log to its end; one that cannot be read counts as empty.</summary>
    public static RunState Of(string path)
    {
        RunState state = new();
        foreach (JsonObject line in MetricsReader.All(path, RunEvents.Epoch, RunEvents.Resumed, RunEvents.Phase, RunEvents.Status))
            state.Take(line);
        return state;
    }
}
