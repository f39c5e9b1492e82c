using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace Angioboard.Jobs.Papers.Writing;

/// <summary>Texts of a paper.</summary>
internal static partial class PaperWords
{
    private const int MostNames = 12, FirstNames = 5;

    private const string Begin = "[to be written: ";

    /// <summary>What the authors must write themselves, as nothing in the run's folder says it.</summary>
    /// <param name="what">What it is: <c>the scanner and its settings</c>.</param>
    public static string Gap(string what) => $"{Begin}{what}]";

    /// <summary>The parts of a text, in order: those that are gaps and those between them.</summary>
    public static IReadOnlyList<(string Text, bool IsGap)> Parts(string text)
    {
        List<(string, bool)> parts = [];
        int at = 0;
        foreach (Match gap in Gaps().Matches(text))
        {
            if (gap.Index > at) parts.Add((text[at..gap.Index], false));
            parts.Add((gap.Value, true));
            at = gap.Index + gap.Length;
        }
        if (at < text.Length) parts.Add((text[at..], false));
        return parts;
    }

    /// <summary>
    /// The text without characters that XML cannot hold, or that turn the text after them around; line breaks and tabs become spaces.
    /// </summary>
    public static string Clean(string text)
    {
        StringBuilder clean = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) clean.Append(c).Append(text[++i]);
            else if (char.IsControl(c)) clean.Append(' ');
            else if (char.GetUnicodeCategory(c) is UnicodeCategory.Format && c is not ('\u200c' or '\u200d')) continue;
            else clean.Append(XmlConvert.IsXmlChar(c) ? c : '\uFFFD');
        }
        return clean.ToString();
    }

    /// <summary>Names in a sentence: <c>a, b and c</c>.</summary>
    public static string And(IReadOnlyList<string> names) => names.Count switch
    {
        0 => "",
        1 => names[0],
        _ => $"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}",
    };

    /// <summary>The same of many names: the first ones, and how many others there are.</summary>
    public static string Some(IReadOnlyList<string> names) => names.Count <= MostNames
        ? And(names)
        : $"{string.Join(", ", names.Take(FirstNames))} and {names.Count - FirstNames} others";

    /// <summary>A count with its noun: <c>1 exam</c>, <c>1,200 exams</c>.</summary>
    public static string Count(long count, string noun) => count == 1 ? $"1 {noun}" : $"{Comparison.Export.Figures.Count(count)} {noun}s";

    [GeneratedRegex(@"\[to be written: [^\]]*\]")]
    private static partial Regex Gaps();
}
