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

    /// <summary>The start of the text as one line.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">The most characters.</param>
    public static string ShortLine(string text, int most) => Start(Line(text), most);

    /// <summary>The start of the text, with its line breaks.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">The most characters.</param>
    public static string ShortLines(string text, int most) => Start(Lines(text), most);

    /// <summary>The start of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">The most characters; half of a pair is none.</param>
    public static string Start(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    /// <summary>The text, with its line breaks.</summary>
    public static string Lines(string text) => Only(text.ReplaceLineEndings("\n"), c => c, IsSeen);

    // Joiners stay: the letters of some scripts and emoji made of several characters need them.
    private static string Only(string text, Func<char, char> spaced, Func<char, bool> seen) =>
        text.All(seen) ? text : string.Concat(text.Select(spaced).Where(seen));

    private static bool IsSeen(char c) => c is '\n' or '\t' or '\u200c' or '\u200d'
        || !(char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format);
}
