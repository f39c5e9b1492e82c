using System.Globalization;
using System.Text;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Papers.Latex;
using Angioboard.Jobs.Papers.Writing;

namespace Angioboard.Jobs.Papers.CrossValidation;

/// <summary>The results of a study as the tables of the paper kit, for a document of one's own.</summary>
public static class StudyLatex
{
    /// <summary>The text, with lines that end in a line feed.</summary>
    /// <param name="study">The study's name.</param>
    /// <param name="results">Its results.</param>
    public static string Text(string study, StudyResults results)
    {
        StringBuilder text = new();
        Comment(text, "\\usepackage[T1]{fontenc}");
        Comment(text, "\\usepackage{array,booktabs,longtable,textcomp}");
        Comment(text, string.Create(CultureInfo.InvariantCulture, $"{study}: {results.Runs} of {results.Of} runs are finished"));
        text.Append("% Characters that the fonts of pdfTeX lack.\n\\providecommand{\\papercharacter}[1]{[U+#1]}\n");
        foreach (PaperTable table in StudyResultTables.All(results))
        {
            text.Append('\n');
            Comment(text, table.Caption);
            if (table.Note.Length > 0) Comment(text, table.Note);
            text.Append(LatexTable.Text(table));
        }
        if (results.Selection is { } selection)
        {
            text.Append('\n');
            text.Append(LatexText.Escape(MetricTitle.Begin(selection.Metric, selection.Line))).Append('\n');
        }
        return text.ToString();
    }

    private static void Comment(StringBuilder text, string line) => text.Append("% ").Append(PaperWords.Clean(line)).Append('\n');
}
