using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core.Formats;

namespace Angioboard.Core.Training;

/// <summary>
/// metrics.jsonl: what happens in a run, appended one JSON object a line, each with a rising <c>seq</c>, the <c>time</c> and a <c>type</c>:
/// <c>phase</c>, <c>progress</c>, <c>epoch</c>, <c>system</c>, <c>log</c>, <c>resumed</c>, <c>status</c>. Safe for any thread.
/// </summary>
public sealed class MetricsLog : IDisposable
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string path;
    private readonly FileStream stream;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private long seq;

    /// <summary>A new log; <paramref name="path"/> must not be there yet.</summary>
    /// <exception cref="InputException">It cannot be made.</exception>
    public MetricsLog(string path, TimeProvider time) : this(path, FileMode.CreateNew, time)
    {
    }

    private MetricsLog(string path, FileMode mode, TimeProvider time)
    {
        (this.path, this.time) = (path, time);
        try
        {
            stream = new FileStream(path, mode, FileAccess.Write, FileShare.Read);
        }
        catch (Exception e) when (AtomicFile.IsRefusal(e))
        {
            throw AtomicFile.Unwritable(path, e);
        }
    }

    /// <summary>A log to go on with: new if it is not there; else after its last whole event, what follows that being cut off.</summary>
    /// <param name="path">The file.</param>
    /// <param name="history">What it tells of the run so far.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="InputException">It cannot be opened.</exception>
    public static MetricsLog Continue(string path, RunHistory history, TimeProvider time)
    {
        MetricsLog log = new(path, FileMode.OpenOrCreate, time) { seq = history.NextSeq };
        log.stream.SetLength(history.Bytes);
        log.stream.Position = history.Bytes;
        return log;
    }

    /// <summary>Appends an event whole: a reader sees all of its line or none.</summary>
    /// <exception cref="InputException">The disk is full, or the folder went away.</exception>
    public void Append(string type, params ReadOnlySpan<(string Name, JsonNode? Value)> values)
    {
        using Lock.Scope alone = gate.EnterScope();
        JsonObject line = new() { ["seq"] = seq++, ["time"] = time.GetUtcNow().ToString("O"), ["type"] = type };
        foreach ((string name, JsonNode? value) in values) line[name] = value;
        try
        {
            stream.Write([.. JsonSerializer.SerializeToUtf8Bytes(line, Json), (byte)'\n']);
            stream.Flush();
        }
        catch (Exception e) when (AtomicFile.IsRefusal(e))
        {
            throw AtomicFile.Unwritable(path, e);
        }
    }

    /// <summary>Appends an epoch's end. Values that are not finite are written as null: JSON has no others.</summary>
    public void Append(EpochRecord epoch) => Append("epoch",
    [
        ("epoch", epoch.Epoch),
        .. epoch.Values.Select(v => (v.Key, v.Value is { } number && double.IsFinite(number) ? (JsonNode?)number : null)),
    ]);

    /// <summary>Closes the file.</summary>
    public void Dispose() => stream.Dispose();
}
