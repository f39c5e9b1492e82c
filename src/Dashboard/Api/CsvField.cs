using System.Buffers;
using Angioboard.Jobs.Lists;

namespace Angioboard.Dashboard.Api;

/// <summary>
/// Text as a field of a CSV (RFC 4180); also quoted if it contains a semicolon or tab, which separate fields in some locales.
/// </summary>
internal static class CsvField
{
    private static readonly SearchValues<char> quoted = SearchValues.Create("\",;\t\r\n");

    /// <summary>The text, quoted if needed; text that a spreadsheet would run as a formula gets a leading apostrophe.</summary>
    public static string Quote(string text)
    {
        text = CsvFormula.Guard(text);
        return text.AsSpan().IndexOfAny(quoted) < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
