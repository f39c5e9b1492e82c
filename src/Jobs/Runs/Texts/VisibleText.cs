using System.Globalization;

namespace Angioboard.Jobs.Runs.Texts;

/// <summary>
/// Removes invisible characters that make a text look like another: control characters and marks that change the text direction.
/// </summary>
public static class VisibleText
{
    /// <summary>The text as one line.</summary>
    public static string Line(string text) =>
        Only(text, c => c is '\n' or '\r' or '\t' or '\u2028' or '\u2029' ? ' ' : c, c => c is not ('\n' or '\t') && IsSeen(c));

    /// <summary>The text, with its line breaks.</summary>
    public static string Lines(string text) => Only(text.ReplaceLineEndings("\n"), c => c, IsSeen);

    // Joiners stay: the letters of some scripts and emoji made of several characters need them.
    private static string Only(string text, Func<char, char> spaced, Func<char, bool> seen) =>
        text.All(seen) ? text : string.Concat(text.Select(spaced).Where(seen));

    private static bool IsSeen(char c) => c is '\n' or '\t' or '\u200c' or '\u200d'
        || !(char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format);
}
