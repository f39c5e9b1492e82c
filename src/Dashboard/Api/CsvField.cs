using System.Globalization;

namespace Angioboard.Dashboard.Api;

/// <summary>Text as a field of a CSV (RFC 4180).</summary>
internal static class CsvField
{
    /// <summary>The text quoted where it must be; what a spreadsheet would run as a formula gets an apostrophe before it.</summary>
    public static string Quote(string text)
    {
        var formula = text is ['=' or '@' or '\t' or '\r', ..]
            || (text is ['+' or '-', ..] && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        if (formula)
            text = $"'{text}";
        return text.AsSpan().IndexOfAny("\",\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
