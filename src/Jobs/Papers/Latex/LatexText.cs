using System.Globalization;
using System.Text;
using Angioboard.Jobs.Papers.Writing;

namespace Angioboard.Jobs.Papers.Latex;

/// <summary>Text for LaTeX.</summary>
internal static class LatexText
{
    // A word longer than this may be broken at any place.
    private const int LongWord = 24;

    private static readonly Dictionary<char, string> special = new()
    {
        ['\\'] = "\\textbackslash{}",
        ['~'] = "\\textasciitilde{}",
        ['^'] = "\\textasciicircum{}",
        ['&'] = "\\&",
        ['%'] = "\\%",
        ['$'] = "\\$",
        ['#'] = "\\#",
        ['_'] = "\\_",
        ['{'] = "\\{",
        ['}'] = "\\}",
        ['<'] = "\\textless{}",
        ['>'] = "\\textgreater{}",
        ['|'] = "\\textbar{}",
        ['"'] = "\\textquotedbl{}",
        ['\''] = "\\textquoteright{}",
        ['`'] = "\\textasciigrave{}",
        ['-'] = "-{}",
        ['−'] = "$-$",
        ['–'] = "--",
        ['—'] = "---",
        ['’'] = "\\textquoteright{}",
        ['‘'] = "\\textquoteleft{}",
        ['“'] = "\\textquotedblleft{}",
        ['”'] = "\\textquotedblright{}",
        ['…'] = "\\dots{}",
        ['×'] = "$\\times$",
        ['±'] = "$\\pm$",
        ['≥'] = "$\\geq$",
        ['≤'] = "$\\leq$",
        ['→'] = "$\\rightarrow$",
        ['κ'] = "$\\kappa$",
        ['χ'] = "$\\chi$",
        ['²'] = "$^2$",
        ['·'] = "$\\cdot$",
        ['\u00A0'] = "~",
    };

    /// <summary>The text in which every character stands for itself, and gaps for the authors stand out.</summary>
    public static string Escape(string text)
    {
        StringBuilder escaped = new();
        foreach ((string part, bool isGap) in PaperWords.Parts(text))
        {
            if (isGap) escaped.Append("\\papergap{");
            Append(escaped, PaperWords.Clean(part));
            if (isGap) escaped.Append('}');
        }
        return escaped.ToString();
    }

    private static void Append(StringBuilder escaped, string text)
    {
        foreach ((int i, string word) in text.Split(' ').Index())
        {
            if (i > 0) escaped.Append(' ');
            bool breaks = word.Length > LongWord;
            foreach ((int at, Rune rune) in word.EnumerateRunes().Index())
            {
                if (breaks && at > 0) escaped.Append("\\allowbreak{}");
                if (rune.IsBmp && special.TryGetValue((char)rune.Value, out string? command)) escaped.Append(command);
                // Latin letters with accents are in the fonts of every LaTeX.
                else if (rune.Value is < 0x80 or (>= 0xC0 and <= 0x17F)) escaped.Append(rune.ToString());
                else escaped.Append(CultureInfo.InvariantCulture, $"\\papercharacter{{{rune.Value:X4}}}");
            }
        }
    }
}
