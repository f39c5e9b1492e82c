using System.Text.RegularExpressions;
using Angioboard.Core.Files;

namespace Angioboard.Jobs.Audit.Reading;

/// <summary>Reads the audit log backwards, newest month first, so that a page of a log of several years appears at once.</summary>
public sealed partial class AuditReader(AuditLog log)
{
    // An entry has a few kilobytes at most. A longer line than this is not an entry.
    private const int Chunk = 1 << 18, LongestLine = 1 << 20;

    /// <summary>The newest entries that a query finds, before a place.</summary>
    /// <exception cref="IOException">The log cannot be read.</exception>
    public AuditPart Read(AuditQuery query, AuditPlace? before, int most, CancellationToken cancellation)
    {
        List<AuditEntry> found = [];
        AuditPlace? last = null;
        foreach ((AuditEntry entry, AuditPlace place) in Backwards(query, before, cancellation))
        {
            if (found.Count == most) return new AuditPart(found, last);
            found.Add(entry);
            last = place;
        }
        return new AuditPart(found, null);
    }

    /// <summary>All entries that a query finds, the newest first.</summary>
    /// <exception cref="IOException">The log cannot be read.</exception>
    public IEnumerable<AuditEntry> All(AuditQuery query, CancellationToken cancellation) =>
        Backwards(query, null, cancellation).Select(found => found.Entry);

    private IEnumerable<(AuditEntry Entry, AuditPlace Place)> Backwards(
        AuditQuery query, AuditPlace? before, CancellationToken cancellation)
    {
        foreach (string month in Months()
            .Where(month => query.MayBeIn(month) && (before is null || string.CompareOrdinal(month, before.Month) <= 0)))
        {
            foreach ((byte[] line, long at) in Lines(Path.Combine(log.Folder, $"{month}.jsonl"),
                month == before?.Month ? before.Offset : long.MaxValue))
            {
                cancellation.ThrowIfCancellationRequested();
                if (AuditEntry.Parse(line) is { } entry && query.Finds(entry)) yield return (entry, new AuditPlace(month, at));
            }
        }
    }

    private IEnumerable<string> Months() => Directory.Exists(log.Folder)
        ? Directory.EnumerateFiles(log.Folder, "*.jsonl").Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(name => Month().IsMatch(name)).OrderDescending(StringComparer.Ordinal)
        : [];

    /// <summary>The lines of a file before an offset, from the last, with where each begins.</summary>
    private static IEnumerable<(byte[] Line, long At)> Lines(string path, long before)
    {
        using FileStream file = new(SharedFile.Open(path), FileAccess.Read, bufferSize: 0);
        long position = Math.Min(before, file.Length);
        byte[] later = [];
        while (position > 0)
        {
            int size = (int)Math.Min(Chunk, position);
            position -= size;
            byte[] bytes = new byte[size + later.Length];
            file.Seek(position, SeekOrigin.Begin);
            file.ReadExactly(bytes, 0, size);
            later.CopyTo(bytes, size);
            int end = bytes.Length;
            for (int start; (start = bytes.AsSpan(0, end).LastIndexOf((byte)'\n')) >= 0; end = start)
            {
                if (end > start + 1) yield return (bytes[(start + 1)..end], position + start + 1);
            }
            later = end > LongestLine ? [] : bytes[..end];
        }
        if (later.Length > 0) yield return (later, 0);
    }

    [GeneratedRegex(@"\A\d{4}-\d{2}\z")]
    private static partial Regex Month();
}
