using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;

namespace Angioboard.Jobs.Reading;

/// <summary>Reads a growing metrics.jsonl from a position on, whole lines only.</summary>
internal sealed class MetricsTail(string path, long position)
{
    private const int Largest = 1 << 20;

    private readonly byte[] buffer = new byte[Largest];

    /// <summary>Bytes read, up to the end of a line.</summary>
    public long Position { get; private set; } = position;

    /// <summary>The next events, at most a buffer full of them, each with the position behind it; none when there is nothing new.</summary>
    public IReadOnlyList<(JsonObject Event, long Position)> Read()
    {
        List<(JsonObject, long)> events = [];
        int count;
        try
        {
            using FileStream stream = SafeOpen.Read(path, FolderOwners.LogRule(path), buffer: 0);
            // Somebody put a shorter file in its place: read that one.
            if (stream.Length < Position) Position = 0;
            stream.Position = Position;
            count = stream.ReadAtLeast(buffer, Largest, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InputException)
        {
            return []; // Not there yet, or not there any more.
        }
        int start = 0;
        for (int length; (length = buffer.AsSpan(start, count - start).IndexOf((byte)'\n')) >= 0; start += length + 1)
        {
            Position += length + 1;
            if (Parse(buffer.AsSpan(start, length)) is { } line) events.Add((line, Position));
        }
        if (start == 0 && count == Largest) Position += count; // A line of a megabyte is none of ours.
        return events;
    }

    // A line that somebody edited is passed over; the others count.
    private static JsonObject? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonText.Parse(line) is JsonObject parsed && parsed["type"] is JsonValue type && type.TryGetValue(out string? _) ? parsed : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
