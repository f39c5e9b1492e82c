using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core.Files;

namespace Angioboard.Core.RunFolders;

/// <summary>
/// The events of metrics.jsonl: their names, and how their values are read. Anybody may have edited the file: a value of the wrong type
/// counts as missing.
/// </summary>
public static class RunEvents
{
    /// <summary>A part of the run begins: <c>phase</c> is prepare, train, predict or evaluate.</summary>
    public const string Phase = "phase";

    /// <summary>The progress of a phase. In training: epoch, batch and loss; elsewhere: done of total.</summary>
    public const string Progress = "progress";

    /// <summary>The values of an epoch; if an epoch has several events, the last one counts.</summary>
    public const string Epoch = "epoch";

    /// <summary>A checkpoint within an epoch.</summary>
    public const string Checkpoint = "checkpoint";

    /// <summary>What the trainer uses of the machine.</summary>
    public const string System = "system";

    /// <summary>Training continues from a checkpoint: epochs from <c>epoch</c> on no longer count.</summary>
    public const string Resumed = "resumed";

    /// <summary>A line of text.</summary>
    public const string Log = "log";

    /// <summary>How the run ended: <see cref="Finished"/>, <see cref="Stopped"/>, <see cref="Diverged"/> or <see cref="Failed"/>.</summary>
    public const string Status = "status";

    /// <summary>A value of <see cref="Phase"/>.</summary>
    public const string Prepare = "prepare", Train = "train", Predict = "predict", Evaluate = "evaluate";

    /// <summary>A value of <see cref="Status"/>.</summary>
    public const string Finished = "finished", Stopped = "stopped", Diverged = "diverged", Failed = "failed";

    // The fields of an epoch event that are not values of the epoch.
    private static readonly string[] Frame = ["seq", "time", "type", "epoch"];

    /// <summary>A line as an event; null if it is not one.</summary>
    public static JsonObject? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonText.Parse(line) is JsonObject parsed && Type(parsed) is not null ? parsed : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The name of an event.</summary>
    public static string? Type(JsonObject line) => Text(line["type"]);

    /// <summary>When an event was written.</summary>
    public static DateTimeOffset? Time(JsonObject line) =>
        DateTimeOffset.TryParse(Text(line["time"]), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : null;

    /// <summary>The epoch of an <see cref="Epoch"/> event.</summary>
    public static EpochRecord? EpochOf(JsonObject line) => Index(line) is { } epoch
        ? new EpochRecord(epoch, line.Where(value => !Frame.Contains(value.Key))
            .ToDictionary(value => value.Key, value => Number(value.Value)))
        : null;

    /// <summary>The <c>epoch</c> of an event, counted from 0.</summary>
    public static int? Index(JsonObject line) => Whole(line["epoch"]) is { } number and >= 0 and <= int.MaxValue ? (int)number : null;

    /// <summary>A JSON number; null for anything else.</summary>
    public static double? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue(out double number) ? number : null;

    /// <summary>A whole JSON number; null for anything else.</summary>
    public static long? Whole(JsonNode? node) => node is JsonValue value && value.TryGetValue(out long number) ? number : null;

    /// <summary>A JSON text; null for anything else.</summary>
    public static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
