using System.Globalization;
using System.Text;

namespace Angioboard.Jobs.Lists;

/// <summary>Text as LaTeX prints it literally: pdfLaTeX with its usual packages, as well as LuaLaTeX and XeLaTeX.</summary>
public static class LatexText
{
    /// <summary>
    /// Defines the command that stands for a character which pdfLaTeX's usual font encoding lacks, where a table needs it. LuaLaTeX and XeLaTeX
    /// (which alone know \Umathchar) print it, and so does pdfLaTeX in the encoding that the third argument names; without one its number is printed.
    /// </summary>
    public const string Preamble = "\\providecommand{\\angiochar}[3]{\\ifdefined\\Umathchar#1\\else\\ifx\\relax#3\\relax{[}U+#2]\\else{\\fontencoding{#3}\\selectfont#1}\\fi\\fi}\n";

    // Of U+00A0 to U+017F, what LaTeX of 2020 and later lacks in its font encodings, and what only T1 has.
    private const string Unset = "ĦħĸĿŀŉŦŧſ", OnlyT1 = "«»ÐÞðþĄąĐđĘęĮįŊŋŲų‚„‹›";

    // Beyond those, what it has.
    private const string Set = "ȘșȚțẞ‐–—‖‘’“”†‡•…‰€℃№™←↑→↓";

    // What fonts join to another sign: a dash, quotes, ¡ and ¿.
    private static readonly string[] Joined = ["--", "''", "``", ",,", "!`", "?`"];

    /// <summary>The text, with what would be a command or another sign in the place of its characters written so that it is not.</summary>
    public static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        Rune before = default;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Joined.Contains($"{before}{rune}")) escaped.Append("{}");
            escaped.Append(Escape(rune));
            before = rune;
        }
        return escaped.ToString();
    }

    private static string Escape(Rune rune) => rune.Value switch
    {
        '\\' => "\\textbackslash{}",
        '~' => "\\textasciitilde{}",
        '^' => "\\textasciicircum{}",
        '<' => "\\textless{}",
        '>' => "\\textgreater{}",
        '|' => "\\textbar{}",
        // For babel, a letter after it becomes another in some languages.
        '"' => "{\\char34}",
        // At the start of a row, the end of the row before takes these for its own argument.
        '[' or '*' => $"{{{rune}}}",
        '&' or '%' or '$' or '#' or '_' or '{' or '}' => $"\\{rune}",
        _ when Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => " ",
        < 0x80 => $"{rune}",
        // Greek's letter looks like the sign of a millionth, which pdfLaTeX has.
        'μ' => "µ",
        // LuaLaTeX takes it for a fault of the file.
        0xFFFD => "{[}U+FFFD]",
        <= 0xFFFF and var code when Has((char)code) => $"{rune}",
        var code => $"\\angiochar{{{rune}}}{{{code:X4}}}{{{(OnlyT1.Contains($"{rune}", StringComparison.Ordinal) ? "T1" : "")}}}",
    };

    private static bool Has(char c) => c <= '\u017f' ? !Unset.Contains(c) && !OnlyT1.Contains(c) : Set.Contains(c);
}
