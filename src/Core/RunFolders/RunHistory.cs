using System.Text;
using System.Text.Json.Nodes;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;

namespace Angioboard.Core.RunFolders;

/// <summary>A run's history so far, from metrics.jsonl.</summary>
public sealed class RunHistory
{
    private static readonly byte[][] Read =
    [
        .. new[] { RunEvents.Epoch, RunEvents.Resumed, RunEvents.Phase, RunEvents.Status, RunEvents.Checkpoint }
            .Select(type => Encoding.UTF8.GetBytes($"\"type\":\"{type}\"")),
    ];

    private readonly RunState state = new();

    private RunHistory()
    {
    }

    /// <summary>The number of the next event.</summary>
    public long NextSeq { get; private set; }

    /// <summary>Length of the file up to the end of its last complete event.</summary>
    public long Bytes { get; private set; }

    /// <summary>The time of the first event.</summary>
    public DateTimeOffset? Start => state.Start;

    /// <summary>The epochs that count.</summary>
    public IReadOnlyCollection<EpochRecord> Epochs => state.Epochs;

    /// <summary>The latest phase event; null before the first.</summary>
    public JsonObject? Phase => state.Phase;

    /// <summary>The latest status event since that phase began; null if a trainer was killed in it.</summary>
    public JsonObject? Status => state.Status;

    /// <summary>The latest event of a checkpoint within an epoch; null for none.</summary>
    public JsonObject? Saved { get; private set; }

    /// <summary>Whether the training itself had ended and something after it was interrupted.</summary>
    public bool TrainingEnded { get; private set; }

    /// <summary>Whether that training was ended early on request.</summary>
    public bool EndedEarly { get; private set; }

    /// <summary>Reads a log; a missing one means that the run has not begun.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static RunHistory Of(string path)
    {
        RunHistory history = new();
        if (!File.Exists(path)) return history;
        try
        {
            using FileStream stream = SafeOpen.Read(path, FolderOwners.LogRule(path));
            history.Take(stream);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            throw new InputException($"{path}: cannot be read: {FileTrouble.Words(e, path)}", e);
        }
        return history;
    }

    private void Take(Stream stream)
    {
        byte[] buffer = new byte[1 << 20];
        int held = 0;
        while (stream.Read(buffer, held, buffer.Length - held) is var count and > 0)
        {
            held += count;
            int start = 0;
            for (int end; (end = buffer.AsSpan(start, held - start).IndexOf((byte)'\n')) >= 0; start += end + 1)
            {
                Take(buffer.AsSpan(start, end));
                Bytes += end + 1;
            }
            buffer.AsSpan(start, held - start).CopyTo(buffer);
            held -= start;
            if (held == buffer.Length) Array.Resize(ref buffer, 2 * buffer.Length);
        }
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        NextSeq++;
        // Progress and system events are most of a long run's log; only their number matters here.
        bool wanted = Start is null;
        foreach (byte[] type in Read) wanted |= line.IndexOf(type) >= 0;
        if (!wanted || RunEvents.Parse(line) is not { } parsed) return;
        if (RunEvents.Whole(parsed["seq"]) is { } seq and >= 0 and < long.MaxValue) NextSeq = seq + 1;
        state.Take(parsed);
        Take(parsed);
    }

    private void Take(JsonObject line)
    {
        switch (RunEvents.Type(line))
        {
            case RunEvents.Phase:
                string? phase = RunEvents.Text(line["phase"]);
                if (phase == RunEvents.Train) TrainingEnded = EndedEarly = false;
                if (phase is RunEvents.Predict or RunEvents.Evaluate) TrainingEnded = true;
                EndedEarly |= line["early"] is JsonValue early && early.TryGetValue(out bool ended) && ended;
                break;
            case RunEvents.Checkpoint when RunEvents.Index(line) is not null && RunEvents.Whole(line["step"]) is >= 0
                && IsTime(line["seconds"]) && IsTime(line["data_wait"]):
                Saved = line;
                break;
            case RunEvents.Status when RunEvents.Text(line["status"]) == RunEvents.Finished:
                TrainingEnded = EndedEarly = false;
                break;
        }
    }

    private static bool IsTime(JsonNode? seconds) => seconds is null || RunEvents.Number(seconds) is >= 0 and < 1e9;
}
