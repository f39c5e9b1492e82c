using System.Globalization;

namespace Angioboard.Jobs.Lists;

/// <summary>Texts that a spreadsheet would evaluate instead of show.</summary>
public static class CsvFormula
{
    // The signs, and the full-width and small variants that some spreadsheets treat the same.
    private const string Signs = "=+-@\uFF1D\uFF0B\uFF0D\uFF20\uFE66\uFE62\uFE63\uFE6B\u2212";

    /// <summary>
    /// The text, with a leading apostrophe if it would be a formula: if it starts with a sign, also after invisible characters.
    /// </summary>
    public static string Guard(string text)
    {
        int start = 0;
        while (start < text.Length && IsUnseen(text[start])) start++;
        bool sign = start < text.Length && Signs.Contains(text[start], StringComparison.Ordinal)
            && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        return sign || text is ['\t' or '\r' or '\n', ..] ? $"'{text}" : text;
    }

    private static bool IsUnseen(char c) =>
        char.IsWhiteSpace(c) || char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format;
}
