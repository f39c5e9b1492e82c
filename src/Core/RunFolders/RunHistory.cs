using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;

namespace Angioboard.Core.RunFolders;

/// <summary>What metrics.jsonl tells of a run up to now.</summary>
public sealed class RunHistory
{
    private static readonly byte[][] Read = [.. new[] { "epoch", "phase", "status", "checkpoint" }.Select(type => System.Text.Encoding.UTF8.GetBytes($"\"type\":\"{type}\""))];

    private readonly SortedDictionary<int, EpochRecord> epochs = [];

    private RunHistory()
    {
    }

    /// <summary>The number of the next event.</summary>
    public long NextSeq { get; private set; }

    /// <summary>Length of the file up to the end of its last whole event.</summary>
    public long Bytes { get; private set; }

    /// <summary>The time of the first event.</summary>
    public DateTimeOffset? Start { get; private set; }

    /// <summary>The epochs, the last event of each.</summary>
    public IReadOnlyCollection<EpochRecord> Epochs => epochs.Values;

    /// <summary>The latest phase event; null before the first.</summary>
    public JsonObject? Phase { get; private set; }

    /// <summary>The latest status event since that phase began; null if a trainer was killed in it.</summary>
    public JsonObject? Status { get; private set; }

    /// <summary>The latest event of a checkpoint within an epoch; null for none.</summary>
    public JsonObject? Saved { get; private set; }

    /// <summary>Whether the training itself had ended and something after it was interrupted.</summary>
    public bool TrainingEnded { get; private set; }

    /// <summary>Whether that training was ended early on request.</summary>
    public bool EndedEarly { get; private set; }

    /// <summary>Reads a log; one that is not there is that of a run which has not begun.</summary>
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
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
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
        // Progress and system events are most of a long run's log, and tell nothing here but their number.
        bool wanted = Start is null;
        foreach (byte[] type in Read) wanted |= line.IndexOf(type) >= 0;
        if (!wanted) return;
        try
        {
            JsonObject parsed = JsonText.Parse(line)!.AsObject();
            NextSeq = (long)parsed["seq"]! + 1;
            Start ??= DateTimeOffset.Parse((string)parsed["time"]!, CultureInfo.InvariantCulture);
            Take(parsed);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or ArgumentException or NullReferenceException)
        {
            // A line that somebody edited: what it told is lost, the others count.
        }
    }

    private static bool IsTime(JsonNode? seconds) => (double?)seconds is null or (>= 0 and < 1e9);

    private void Take(JsonObject line)
    {
        switch ((string?)line["type"])
        {
            case "epoch":
                int epoch = (int)line["epoch"]!;
                epochs[epoch] = new EpochRecord(epoch, line.Skip(4).ToDictionary(v => v.Key, v => (double?)v.Value));
                break;
            case "phase":
                string phase = (string)line["phase"]!;
                if (phase == "train") TrainingEnded = EndedEarly = false;
                if (phase is "predict" or "evaluate") TrainingEnded = true;
                EndedEarly |= (bool?)line["early"] ?? false;
                (Phase, Status) = (line, null);
                break;
            case "checkpoint" when (int?)line["epoch"] >= 0 && (long?)line["step"] >= 0 && IsTime(line["seconds"]) && IsTime(line["data_wait"]):
                Saved = line;
                break;
            case "status":
                string? status = (string?)line["status"];
                Status = line;
                if (status == "finished") TrainingEnded = EndedEarly = false;
                break;
        }
    }
}
