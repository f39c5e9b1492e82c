namespace Angioboard.Jobs.Audit.Reading;

/// <summary>Which entries to look for. Null and empty fields match every entry.</summary>
public sealed record AuditQuery
{
    /// <summary>A part of the user's name.</summary>
    public string? User { get; init; }

    /// <summary>The action or its beginning: <c>run</c> finds <c>run.delete</c>.</summary>
    public string? Action { get; init; }

    /// <summary>A part of the target, the detail, the address or the token's name.</summary>
    public string? Text { get; init; }

    /// <summary>How it ended.</summary>
    public AuditOutcome? Outcome { get; init; }

    /// <summary>The time zone of the days.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>The first day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day.</summary>
    public DateOnly? Until { get; init; }

    internal bool Finds(AuditEntry entry) =>
        Has(entry.User, User)
        && (string.IsNullOrEmpty(Action) || entry.Action.StartsWith(Action, StringComparison.OrdinalIgnoreCase))
        && (Outcome is null || entry.Outcome == Outcome)
        && (Has(entry.Target, Text) || Has(entry.From, Text) || (entry.Detail is { } detail && Has(detail, Text))
            || (entry.Token is { } token && Has(token, Text)))
        && (From is not { } from || DayOf(entry) >= from)
        && (Until is not { } until || DayOf(entry) <= until);

    /// <summary>
    /// Whether a month's file, <c>2026-11</c>, may contain matches. Its month is in UTC: a day of another zone may be in two.
    /// </summary>
    internal bool MayBeIn(string month) =>
        (From is not { } from || string.CompareOrdinal(month, Month(from, -1)) >= 0)
        && (Until is not { } until || string.CompareOrdinal(month, Month(until, 1)) <= 0);

    private DateOnly DayOf(AuditEntry entry) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(entry.Time, Zone).DateTime);

    private static string Month(DateOnly day, int days) =>
        DateOnly.FromDayNumber(Math.Clamp(day.DayNumber + days, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber))
            .ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);

    private static bool Has(string text, string? part) =>
        string.IsNullOrEmpty(part) || text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
