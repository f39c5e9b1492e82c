using System.Globalization;
using System.Text.Json;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Jobs.Actors;

namespace Angioboard.Jobs.Audit;

/// <summary>
/// Removes months of the audit log that are older than the limit, each as a whole. A month is removed only when it has been due for a week
/// of the dashboard's own running time, counted across restarts. So a clock that is wrong for some days removes nothing.
/// </summary>
public sealed class AuditRetention(AngioboardOptions options, AuditLog log, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromDays(7), LongestStep = TimeSpan.FromHours(2);

    private readonly string notes = Path.Combine(log.Folder, "expiring.json");
    private long last = time.GetTimestamp();
    private Dictionary<string, double>? due;

    /// <summary>Counts the time, and removes months that have been due for long enough.</summary>
    internal void Sweep()
    {
        if (!Directory.Exists(log.Folder)) return;
        TimeSpan step = time.GetElapsedTime(last);
        last = time.GetTimestamp();
        if (step > LongestStep) step = LongestStep;
        due ??= ReadNotes();
        DateTimeOffset limit = time.GetUtcNow() - TimeSpan.FromDays(options.Audit.KeepDays);
        string[] now =
            [.. Directory.EnumerateFiles(log.Folder, "*.jsonl").Where(path => End(path) <= limit).Select(path => Path.GetFileName(path))];
        bool changed = due.Count > 0 || now.Length > 0;
        due = now.ToDictionary(name => name, name => due.GetValueOrDefault(name) + step.TotalSeconds);
        foreach (string name in now.Where(name => due[name] >= Patience.TotalSeconds))
        {
            File.Delete(Path.Combine(log.Folder, name));
            due.Remove(name);
            log.Write(Actor.Server, AuditActions.AuditRemove, name);
        }
        if (changed) WriteNotes();
    }

    // A file that is not a month is never due.
    private static DateTimeOffset End(string path) =>
        DateTime.TryParseExact(Path.GetFileNameWithoutExtension(path), "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None,
            out DateTime first) && first.Year < 9999
            ? new DateTimeOffset(first.AddMonths(1), TimeSpan.Zero)
            : DateTimeOffset.MaxValue;

    private Dictionary<string, double> ReadNotes()
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, double>>(File.ReadAllBytes(notes)) ?? [];
        }
        catch (Exception e) when (FileErrors.Is(e) || e is JsonException)
        {
            return []; // The count starts again, and everything is kept longer.
        }
    }

    private void WriteNotes()
    {
        try
        {
            AtomicFile.WriteText(notes, JsonSerializer.Serialize(due));
        }
        catch (InputException)
        {
            // The count starts again, as above.
        }
    }
}
