using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core.Files;

namespace Angioboard.Core.RunFolders;

/// <summary>
/// metrics.jsonl: what happens in a run, appended as one JSON object per line, each with a rising <c>seq</c>, the <c>time</c> and a
/// <c>type</c>: <c>phase</c>, <c>progress</c>, <c>epoch</c>, <c>system</c>, <c>log</c>, <c>resumed</c>, <c>status</c>. Thread-safe.
/// </summary>
public sealed class MetricsLog : IDisposable
{
    private readonly string path;
    private readonly TimeProvider time;
    private readonly PatientWrites? patience;
    private readonly Lock gate = new();
    private FileStream? stream;
    private long seq, end;
    private bool torn, ended;

    /// <summary>A new log; <paramref name="path"/> must not exist yet.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">The clock.</param>
    /// <param name="patience">Retries writes while the run's folder cannot be written to; null to fail at once.</param>
    /// <exception cref="InputException">It cannot be created.</exception>
    public MetricsLog(string path, TimeProvider time, PatientWrites? patience = null) : this(path, FileMode.CreateNew, time, patience)
    {
    }

    private MetricsLog(string path, FileMode mode, TimeProvider time, PatientWrites? patience)
    {
        (this.path, this.time, this.patience) = (path, time, patience);
        stream = Open(mode);
    }

    /// <summary>Continues a log, after its last complete event; anything after that is cut off. A missing log is created.</summary>
    /// <param name="path">The file.</param>
    /// <param name="history">The run's events so far.</param>
    /// <param name="time">The clock.</param>
    /// <param name="patience">Retries writes while the run's folder cannot be written to; null to fail at once.</param>
    /// <exception cref="InputException">It cannot be opened.</exception>
    public static MetricsLog Continue(string path, RunHistory history, TimeProvider time, PatientWrites? patience = null)
    {
        MetricsLog log = new(path, FileMode.OpenOrCreate, time, patience) { seq = history.NextSeq, end = history.Bytes };
        log.stream!.SetLength(history.Bytes);
        return log;
    }

    /// <summary>Writes to the run's folder. If the write is refused and the log has patience, it is retried until it succeeds.</summary>
    /// <exception cref="InputException">It is refused for good.</exception>
    public void Persist(Action write)
    {
        if (patience is null) write();
        else if (patience.Do(write) is { } note) Append(RunEvents.Log, ("text", note));
    }

    /// <summary>Appends a complete event: a reader sees the whole line or nothing.</summary>
    /// <exception cref="InputException">The disk is full, or the folder is missing.</exception>
    public void Append(string type, params ReadOnlySpan<(string Name, JsonNode? Value)> values)
    {
        using Lock.Scope alone = gate.EnterScope();
        byte[] line = Line(type, values);
        Persist(() => Write(line));
        ended |= type == RunEvents.Status;
    }

    /// <summary>
    /// Appends an event that is not worth waiting for; false if it cannot be written, or a status has already ended the run.
    /// </summary>
    public bool TryAppend(string type, params ReadOnlySpan<(string Name, JsonNode? Value)> values)
    {
        using Lock.Scope alone = gate.EnterScope();
        if (ended) return false;
        try
        {
            Write(Line(type, values));
            ended |= type == RunEvents.Status;
            return true;
        }
        catch (InputException)
        {
            seq--;
            return false;
        }
    }

    /// <summary>Returns when all events are on the disk.</summary>
    /// <exception cref="InputException">The disk refuses.</exception>
    public void Flush() => Persist(() => Use(open => open.Flush(flushToDisk: true)));

    /// <summary>Receives each epoch once it is written.</summary>
    public Action<EpochRecord> EpochEnded { get; set; } = _ => { };

    /// <summary>Appends an epoch's end. Values that are not finite are written as null: JSON has no others.</summary>
    public void Append(EpochRecord epoch)
    {
        Append(RunEvents.Epoch,
        [
            ("epoch", epoch.Epoch),
            .. epoch.Values.Select(v => (v.Key, v.Value is { } number && double.IsFinite(number) ? (JsonNode?)number : null)),
        ]);
        EpochEnded(epoch);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => stream?.Dispose();

    private byte[] Line(string type, ReadOnlySpan<(string Name, JsonNode? Value)> values)
    {
        JsonObject line = new() { ["seq"] = seq++, ["time"] = time.GetUtcNow().ToString("O"), ["type"] = type };
        foreach ((string name, JsonNode? value) in values) line[name] = value;
        return [.. JsonSerializer.SerializeToUtf8Bytes(line, JsonText.Unescaped), (byte)'\n'];
    }

    // The part of a line that an earlier attempt left is cut off.
    private void Write(byte[] line) => Use(open =>
    {
        if (torn) open.SetLength(end);
        torn = false;
        open.Position = end;
        open.Write(line);
        end += line.Length;
    });

    private void Use(Action<FileStream> write)
    {
        try
        {
            using Lock.Scope alone = gate.EnterScope();
            write(stream ??= Open(FileMode.Open));
        }
        catch (Exception e) when (AtomicFile.IsRefusal(e))
        {
            // A folder that was missing may have returned as another mount, to which the open file does not belong.
            stream?.Dispose();
            (stream, torn) = (null, true);
            throw AtomicFile.Unwritable(path, e);
        }
    }

    private FileStream Open(FileMode mode)
    {
        try
        {
            return new FileStream(path, mode, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (Exception e) when (AtomicFile.IsRefusal(e))
        {
            throw AtomicFile.Unwritable(path, e);
        }
    }
}
