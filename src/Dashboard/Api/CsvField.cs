using System.Buffers;
using Angioboard.Jobs.Lists;

namespace Angioboard.Dashboard.Api;

/// <summary>Text as a field of a CSV (RFC 4180); quoted also where a semicolon or tab would end it in spreadsheets of other countries.</summary>
internal static class CsvField
{
    private static readonly SearchValues<char> quoted = SearchValues.Create("\",;\t\r\n");

    /// <summary>The text quoted where it must be; what a spreadsheet would run as a formula gets an apostrophe before it.</summary>
    public static string Quote(string text)
    {
        text = CsvFormula.Guard(text);
        return text.AsSpan().IndexOfAny(quoted) < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
