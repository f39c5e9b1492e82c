using System.Text;
using System.Text.Json.Nodes;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;

namespace Angioboard.Core.RunFolders;

/// <summary>
/// Reads a metrics.jsonl that a trainer may be writing: complete lines only, from a position on. Lines that are not events are skipped.
/// </summary>
public sealed class MetricsReader
{
    private const int Largest = 1 << 20;

    private readonly string path;
    private readonly byte[][] types;
    private readonly byte[] buffer = new byte[Largest];

    /// <summary>Reads from a position on.</summary>
    /// <param name="path">The file.</param>
    /// <param name="position">Bytes that are already known, up to the end of a line.</param>
    /// <param name="types">The events to read; none for all.</param>
    public MetricsReader(string path, long position = 0, params string[] types)
    {
        (this.path, Position) = (path, position);
        // Most of a long run's lines are of other types: only those that may be wanted are parsed.
        this.types = [.. types.Select(type => Encoding.UTF8.GetBytes($"\"{type}\""))];
    }

    /// <summary>Bytes read, up to the end of a line.</summary>
    public long Position { get; private set; }

    /// <summary>All events of these types, in the order of the file; none if it cannot be read.</summary>
    public static IEnumerable<JsonObject> All(string path, params string[] types)
    {
        MetricsReader reader = new(path, 0, types);
        while (reader.Read() is { Count: > 0 } events)
        {
            foreach ((JsonObject line, _) in events)
                if (types.Length == 0 || types.Contains(RunEvents.Type(line))) yield return line;
        }
    }

    /// <summary>The next events, at most a buffer full of them, each with the position after it; none when there is nothing new.</summary>
    public IReadOnlyList<(JsonObject Event, long Position)> Read()
    {
        List<(JsonObject, long)> events = [];
        long before;
        do
        {
            before = Position;
            Read(events);
        }
        while (events.Count == 0 && Position != before);
        return events;
    }

    private void Read(List<(JsonObject, long)> events)
    {
        int count;
        try
        {
            using FileStream stream = SafeOpen.Read(path, FolderOwners.LogRule(path), buffer: 0);
            // Somebody put a shorter file in its place: read that one.
            if (stream.Length < Position) Position = 0;
            stream.Position = Position;
            count = stream.ReadAtLeast(buffer, Largest, throwOnEndOfStream: false);
        }
        catch (Exception e) when (FileErrors.Is(e) || e is InputException)
        {
            return; // It does not exist yet, or no longer.
        }
        int start = 0;
        for (int length; (length = buffer.AsSpan(start, count - start).IndexOf((byte)'\n')) >= 0; start += length + 1)
        {
            Position += length + 1;
            ReadOnlySpan<byte> line = buffer.AsSpan(start, length);
            if (IsWanted(line) && RunEvents.Parse(line) is { } parsed) events.Add((parsed, Position));
        }
        // No event is as long as a megabyte.
        if (start == 0 && count == Largest) Position += count;
    }

    private bool IsWanted(ReadOnlySpan<byte> line)
    {
        foreach (byte[] type in types) if (line.IndexOf(type) >= 0) return true;
        return types.Length == 0;
    }
}
