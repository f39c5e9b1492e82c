using System.Globalization;
using System.Text;
using Angioboard.Core.Evaluation.Paired;
using Angioboard.Core.Evaluation.Paired.Resampling;
using Angioboard.Jobs.Lists.Columns;

namespace Angioboard.Jobs.Comparison.Export;

/// <summary>A comparison as LaTeX tables, one for each pair, for a paper that uses the package booktabs.</summary>
public static class ComparisonLatex
{
    /// <summary>The text, with lines that end in a line feed.</summary>
    public static string Text(ComparisonReport report)
    {
        StringBuilder text = new();
        Line(text, "% \\usepackage{booktabs}");
        Line(text, $"% {Escape(report.Split)}: {ComparisonSentence.Size(report)}; {report.Resamples} resamples of {report.Unit}");
        foreach (PairReport pair in report.Pairs.Values)
        {
            Line(text, "\\begin{tabular}{lrrrr}");
            Line(text, "\\toprule");
            Line(text, $" & {Escape(pair.First)} & {Escape(pair.Second)} & Difference (95\\,\\% interval) & $p$ \\\\");
            Line(text, "\\midrule");
            foreach ((string metric, MetricDifference found) in pair.Intervals)
            {
                string interval = found.Low is null ? "" : $" ({Number(found.Low)} to {Number(found.High)})";
                Line(text, $"{Escape(MetricTitle.Of(metric))} & {Number(report.Metrics[pair.First][metric])} & "
                    + $"{Number(report.Metrics[pair.Second][metric])} & {Number(pair.Difference[metric])}{interval} & {P(found.P)} \\\\");
            }
            Line(text, "\\bottomrule");
            Line(text, "\\end{tabular}");
        }
        return text.ToString();
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');

    private static string Number(double? value) => value is not { } number ? "--"
        : number < 0 ? $"$-{(-number).ToString("F3", CultureInfo.InvariantCulture)}$" : number.ToString("F3", CultureInfo.InvariantCulture);

    private static string P(double? p) => Figures.P(p) is var text && text[0] == '<' ? $"${text}$" : p is null ? "--" : text;

    private static string Escape(string text)
    {
        StringBuilder escaped = new();
        foreach (char c in text)
        {
            escaped.Append(c switch
            {
                '\\' => "\\textbackslash{}",
                '~' => "\\textasciitilde{}",
                '^' => "\\textasciicircum{}",
                '&' or '%' or '$' or '#' or '_' or '{' or '}' => $"\\{c}",
                _ => $"{c}",
            });
        }
        return escaped.ToString();
    }
}
