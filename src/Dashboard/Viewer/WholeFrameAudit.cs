using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;

namespace Angioboard.Dashboard.Viewer;

/// <summary>
/// Writes to the audit log who opened an exam's whole frames, or tried to: one entry for each exam and half hour. The viewer requests
/// frames ahead of the one shown, and the name that they may show is the same on all. Thread-safe.
/// </summary>
internal sealed class WholeFrameAudit(AuditLog audit, TimeProvider time)
{
    private const int MostKept = 10_000;

    private static readonly TimeSpan Sitting = TimeSpan.FromMinutes(30);

    private readonly Dictionary<(string Name, string From, string Of, string Exam, AuditOutcome Outcome), DateTimeOffset> written = [];
    private readonly Lock gate = new();

    /// <summary>Writes an entry, unless there is one of the last half hour.</summary>
    /// <param name="who">Who asked.</param>
    /// <param name="of">The dataset or run.</param>
    /// <param name="exam">The exam, and the half if that was asked for.</param>
    /// <param name="outcome">Whether it was shown.</param>
    public void Write(Actor who, string of, string exam, AuditOutcome outcome)
    {
        DateTimeOffset now = time.GetUtcNow();
        lock (gate)
        {
            (string, string, string, string, AuditOutcome) key = (who.Name, who.From, of, exam, outcome);
            // A clock that was set back would otherwise silence it.
            if (written.TryGetValue(key, out DateTimeOffset last) && now >= last && now - last < Sitting) return;
            if (written.Count >= MostKept) written.Clear();
            written[key] = now;
        }
        audit.Write(who, AuditActions.WholeFrame, of, exam, outcome);
    }
}
