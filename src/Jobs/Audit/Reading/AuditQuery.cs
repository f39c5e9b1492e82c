namespace Angioboard.Jobs.Audit.Reading;

/// <summary>Which entries to look for. Null and empty fields match every entry.</summary>
public sealed record AuditQuery
{
    /// <summary>A part of the user's name.</summary>
    public string? User { get; init; }

    /// <summary>The action or its beginning: <c>run</c> finds <c>run.delete</c>.</summary>
    public string? Action { get; init; }

    /// <summary>A part of the target, the detail or the address.</summary>
    public string? Text { get; init; }

    /// <summary>How it ended.</summary>
    public AuditOutcome? Outcome { get; init; }

    /// <summary>The first day, in UTC.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day, in UTC.</summary>
    public DateOnly? Until { get; init; }

    internal bool Finds(AuditEntry entry) =>
        Has(entry.User, User)
        && (string.IsNullOrEmpty(Action) || entry.Action.StartsWith(Action, StringComparison.OrdinalIgnoreCase))
        && (Outcome is null || entry.Outcome == Outcome)
        && (Has(entry.Target, Text) || Has(entry.From, Text) || (entry.Detail is { } detail && Has(detail, Text)))
        && (From is not { } from || DateOnly.FromDateTime(entry.Time.UtcDateTime) >= from)
        && (Until is not { } until || DateOnly.FromDateTime(entry.Time.UtcDateTime) <= until);

    /// <summary>Whether a month's file, <c>2026-11</c>, may contain matches.</summary>
    internal bool MayBeIn(string month) =>
        (From is not { } from
            || string.CompareOrdinal(month, from.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture)) >= 0)
        && (Until is not { } until
            || string.CompareOrdinal(month, until.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture)) <= 0);

    private static bool Has(string text, string? part) =>
        string.IsNullOrEmpty(part) || text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
