using System.Text;
using Angioboard.Jobs.Papers.Writing;

namespace Angioboard.Jobs.Papers.Latex;

/// <summary>The main file of a paper in LaTeX. It takes in the files of its tables and figures.</summary>
internal static class LatexReport
{
    private const string Preamble = """
        \documentclass[10pt,a4paper]{article}
        \usepackage[T1]{fontenc}
        \usepackage[utf8]{inputenc}
        \IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
        \usepackage[margin=20mm]{geometry}
        \usepackage{array,booktabs,longtable,graphicx,color,textcomp}
        \setlength{\parindent}{0pt}
        \setlength{\parskip}{6pt}
        \setlength{\tabcolsep}{3pt}
        \renewcommand{\arraystretch}{1.15}
        \emergencystretch=3em
        % What the authors must write.
        \definecolor{papergap}{rgb}{0.48,0.24,0}
        \newcommand{\papergap}[1]{\textcolor{papergap}{\bfseries #1}}
        % Characters that the fonts of pdfTeX lack.
        \ifdefined\pdftexversion
          \newcommand{\papercharacter}[1]{[U+#1]}
        \else
          \newcommand{\papercharacter}[1]{\char"#1\relax}
        \fi
        """;

    /// <summary>The text of the file.</summary>
    public static string Text(Paper paper)
    {
        StringBuilder text = new();
        text.Append(Preamble.ReplaceLineEndings("\n")).Append('\n');
        text.Append("\\begin{document}\n");
        text.Append($"{{\\LARGE\\bfseries\\raggedright {LatexText.Escape(paper.Title)}\\par}}\n");
        text.Append($"{LatexText.Escape(paper.Subtitle)}\n");
        foreach (PaperBlock block in paper.Blocks) text.Append('\n').Append(Of(block)).Append('\n');
        text.Append("\\end{document}\n");
        return text.ToString();
    }

    private static string Of(PaperBlock block) => block switch
    {
        PaperHeading { Level: 1 } heading => $"\\section*{{{LatexText.Escape(heading.Text)}}}",
        PaperHeading heading => $"\\subsection*{{{LatexText.Escape(heading.Text)}}}",
        PaperParagraph paragraph => LatexText.Escape(paragraph.Text),
        PaperList list => "\\begin{itemize}\n" + string.Concat(list.Entries.Select(entry => $"\\item {LatexText.Escape(entry)}\n"))
            + "\\end{itemize}",
        PaperTable { Long: true } table => $"{{\\footnotesize\n\\input{{tables/{table.Name}.tex}}\n{Note(table)}}}",
        PaperTable table => "\\begin{table}[htbp]\n\\footnotesize\\raggedright\n"
            + $"\\caption{{{LatexText.Escape(table.Caption)}}}\\label{{tab:{table.Name}}}\n"
            + $"\\input{{tables/{table.Name}.tex}}\n{Note(table)}\\end{{table}}",
        PaperFigure figure => "\\begin{figure}[htbp]\n"
            + $"\\includegraphics[width={figure.Millimetres}mm]{{figures/{figure.Name}.pdf}}\n"
            + $"\\caption{{{LatexText.Escape(figure.Caption)}}}\\label{{fig:{figure.Name}}}\n\\end{{figure}}",
        _ => throw new InvalidOperationException($"{block.GetType().Name} has no form in LaTeX"),
    };

    private static string Note(PaperTable table) =>
        table.Note.Length == 0 ? "" : $"\\par\\smallskip{{\\scriptsize {LatexText.Escape(table.Note)}\\par}}\n";
}
