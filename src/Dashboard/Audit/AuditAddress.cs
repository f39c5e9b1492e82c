using System.Globalization;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Audit.Reading;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Angioboard.Dashboard.Audit;

/// <summary>A query of the audit log as an address, and back.</summary>
internal static class AuditAddress
{
    /// <summary>Reads an address's query; unreadable values are ignored.</summary>
    public static AuditQuery Read(string query)
    {
        Dictionary<string, StringValues> values = QueryHelpers.ParseQuery(query);
        return new AuditQuery
        {
            User = Text("user"),
            Action = Text("action"),
            Text = Text("text"),
            Outcome = Enum.TryParse<AuditOutcome>(Text("outcome"), ignoreCase: true, out AuditOutcome outcome) && Enum.IsDefined(outcome)
                ? outcome
                : null,
            From = Day("from"),
            Until = Day("until"),
        };

        string? Text(string name) =>
            values.TryGetValue(name, out StringValues value) && !string.IsNullOrWhiteSpace(value) ? value.ToString().Trim() : null;

        DateOnly? Day(string name) =>
            DateOnly.TryParseExact(Text(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
                ? day
                : null;
    }

    /// <summary>The position from which an address continues.</summary>
    public static AuditPlace? Before(string query) =>
        QueryHelpers.ParseQuery(query).TryGetValue("before", out StringValues place) ? AuditPlace.Parse(place) : null;

    /// <summary>The address of a query.</summary>
    public static string Of(string page, AuditQuery query, AuditPlace? before = null) =>
        QueryHelpers.AddQueryString(page, new Dictionary<string, string?>
    {
        ["user"] = query.User,
        ["action"] = query.Action,
        ["text"] = query.Text,
        ["outcome"] = query.Outcome?.ToString().ToLowerInvariant(),
        ["from"] = query.From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["until"] = query.Until?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["before"] = before?.ToString(),
    }.Where(part => !string.IsNullOrEmpty(part.Value)));
}
