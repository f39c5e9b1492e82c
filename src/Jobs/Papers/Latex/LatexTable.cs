using System.Globalization;
using System.Text;
using Angioboard.Jobs.Papers.Writing;

namespace Angioboard.Jobs.Papers.Latex;

/// <summary>A table for LaTeX with booktabs: its rows alone, or, if it may take several pages, a longtable with its caption.</summary>
internal static class LatexTable
{
    // What the space between columns takes of the width.
    private const double Room = 0.96;

    /// <summary>The text of the table's file.</summary>
    public static string Text(PaperTable table)
    {
        StringBuilder text = new();
        string columns = string.Concat(table.Columns.Select(Column));
        string head = string.Join(" & ", table.Columns.Select(column => $"\\bfseries {LatexText.Escape(column.Title)}")) + " \\\\";
        if (table.Long)
        {
            Lines(text, $"\\begin{{longtable}}{{@{{}}{columns}@{{}}}}", $"\\caption{{{LatexText.Escape(table.Caption)}}}"
                + $"\\label{{tab:{table.Name}}}\\\\", "\\toprule", head, "\\midrule", "\\endfirsthead", "\\toprule", head, "\\midrule",
                "\\endhead", "\\bottomrule", "\\endfoot");
        }
        else
        {
            Lines(text, $"\\begin{{tabular}}{{@{{}}{columns}@{{}}}}", "\\toprule", head, "\\midrule");
        }
        foreach (IReadOnlyList<PaperCell> row in table.Rows)
        {
            Lines(text, string.Join(" & ", row.Select(cell => Cell(cell.Text))) + " \\\\");
        }
        if (table.Long) Lines(text, "\\end{longtable}");
        else Lines(text, "\\bottomrule", "\\end{tabular}");
        return text.ToString();
    }

    // A bracket at the start of a row would be an option of the row before.
    private static string Cell(string text) =>
        "{}" + string.Join("\\par ", text.Split('\n').Select((line, i) => i == 0 ? LatexText.Escape(line)
            : $"{{\\scriptsize {LatexText.Escape(line)}}}"));

    private static string Column(PaperColumn column)
    {
        string width = (column.Share * Room).ToString("0.###", CultureInfo.InvariantCulture);
        return $">{{\\{(column.IsText ? "raggedright" : "raggedleft")}\\arraybackslash}}p{{\\dimexpr "
            + $"{width}\\linewidth-2\\tabcolsep\\relax}}";
    }

    private static void Lines(StringBuilder text, params ReadOnlySpan<string> lines)
    {
        foreach (string line in lines) text.Append(line).Append('\n');
    }
}
