using System.Globalization;
using System.Text;

namespace Angioboard.Jobs.Lists;

/// <summary>Text that LaTeX prints literally: pdfLaTeX with its usual packages, LuaLaTeX and XeLaTeX.</summary>
public static class LatexText
{
    /// <summary>
    /// Defines, for tables that need it, the command for characters that pdfLaTeX's usual font encoding lacks. LuaLaTeX and XeLaTeX (only
    /// they know \Umathchar) print the character, and so does pdfLaTeX in the encoding of the third argument; without such an encoding the
    /// character's number is printed.
    /// </summary>
    public const string Preamble =
        "\\providecommand{\\angiochar}[3]{\\ifdefined\\Umathchar#1\\else\\ifx\\relax#3\\relax{[}U+#2]"
        + "\\else{\\fontencoding{#3}\\selectfont#1}\\fi\\fi}\n";

    // Of U+00A0 to U+017F: what LaTeX from 2020 on lacks in its font encodings, and what only T1 has.
    private const string Unset = "ĦħĸĿŀŉŦŧſ", OnlyT1 = "«»ÐÞðþĄąĐđĘęĮįŊŋŲų‚„‹›";

    // Characters beyond those that it has.
    private const string Set = "ȘșȚțẞ‐–—‖‘’“”†‡•…‰€℃№™←↑→↓";

    // What fonts turn into another character: a dash, quotes, ¡ and ¿.
    private static readonly string[] Joined = ["--", "''", "``", ",,", "!`", "?`"];

    /// <summary>The text, with every character escaped that would be a command or print as something else.</summary>
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
        // With babel, it changes the letter after it in some languages.
        '"' => "{\\char34}",
        // At the start of a row, the end of the previous row would take these as its own argument.
        '[' or '*' => $"{{{rune}}}",
        '&' or '%' or '$' or '#' or '_' or '{' or '}' => $"\\{rune}",
        _ when Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator => " ",
        < 0x80 => $"{rune}",
        // The Greek letter looks like the micro sign, which pdfLaTeX has.
        'μ' => "µ",
        // LuaLaTeX would report it as an error of the file.
        0xFFFD => "{[}U+FFFD]",
        <= 0xFFFF and var code when Has((char)code) => $"{rune}",
        var code => $"\\angiochar{{{rune}}}{{{code:X4}}}{{{(OnlyT1.Contains($"{rune}", StringComparison.Ordinal) ? "T1" : "")}}}",
    };

    private static bool Has(char c) => c <= '\u017f' ? !Unset.Contains(c) && !OnlyT1.Contains(c) : Set.Contains(c);
}
