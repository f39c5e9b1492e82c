using Angioboard.Core.Drawing;
using Angioboard.Core.Drawing.Pages;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Metrics;

namespace Angioboard.Core.Reports;

/// <summary>auimcp.pdf: the IMCP curve of each split with its area (Aguilar-Ruiz and Michalak, 2024).</summary>
public static class AuimcpPdf
{
    /// <summary>Writes one page per split.</summary>
    /// <param name="path">The file.</param>
    /// <param name="report">The evaluation.</param>
    /// <param name="source">The run and dataset named below the headings.</param>
    /// <exception cref="InputException">The file cannot be written, or no font is installed.</exception>
    public static void Write(string path, EvaluationReport report, ReportSource? source = null)
    {
        PdfReport.Write(path, "IMCP curves", pdf =>
        {
            foreach ((string name, SplitReport split) in report.Splits)
            {
                string missing = split.Imcp.MissingClasses.Count == 0
                    ? $"{Figures.Exams(split.Exams)} of {report.Classes.Count} classes"
                    : $"{Figures.Exams(split.Exams)}; " +
                        $"the curve covers the classes present, without {string.Join(", ", split.Imcp.MissingClasses)}";
                string below = ReportSource.Below(missing, source);
                pdf.Page($"{name}: imbalanced multiclass classification performance", below, page => Draw(page, split));
            }
        });
    }

    private static void Draw(Sheet page, SplitReport split)
    {
        string interval = split.Intervals[MetricNames.ImcpArea] is { } known ? $" (95 % interval {Figures.Of(known)})" : "";
        using Chart chart = new(
            $"Area under the curve {Figures.Of(split.Imcp.Area)}{interval}",
            "Share of exams (classes weighted equally)",
            "Closeness of the prediction to the true class");
        (IReadOnlyList<double> x, IReadOnlyList<double> y) = DrawnLine.Of(split.Imcp.X, split.Imcp.Y);
        chart.Add(new PlotSeries("IMCP", x, y, LineStyle.Of(0)));
        chart.Limits(-0.005, 1.005, 0, 1.01);
        chart.Fifths(bottom: true, left: true);
        chart.Draw(page, PdfPage.Content, legendColumns: 0);
    }
}
