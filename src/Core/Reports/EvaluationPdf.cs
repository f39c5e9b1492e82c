using Angioboard.Core.Drawing;
using Angioboard.Core.Drawing.Pages;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.RunFolders;
using SkiaSharp;

namespace Angioboard.Core.Reports;

/// <summary>
/// evaluation.pdf: for each split its metrics with intervals, the figures of each class, the confusion matrix, a reliability
/// diagram, and ROC and precision-recall curves.
/// </summary>
public static class EvaluationPdf
{
    /// <summary>Writes three pages per split.</summary>
    /// <param name="path">The file.</param>
    /// <param name="report">The evaluation.</param>
    /// <param name="source">The run and dataset named below the headings.</param>
    /// <exception cref="InputException">The file cannot be written, or no font is installed.</exception>
    public static void Write(string path, EvaluationReport report, ReportSource? source = null)
    {
        PdfReport.Write(path, "Evaluation", pdf =>
        {
            foreach ((string name, SplitReport split) in report.Splits)
            {
                string counted = Figures.Exams(split.Exams) + (split.Unlabelled == 0 ? "" : $", and {split.Unlabelled} without a label");
                string exams = ReportSource.Below(counted, source);
                if (name == TestSeal.Split && source?.Seal is { } seal) exams += $" · {TestSealText.Line(seal)}";
                pdf.Page($"{name}: metrics", exams, page => EvaluationTables.Draw(page, report, split));
                pdf.Page($"{name}: decisions and confidence", exams, page => DrawDecisions(page, report, split));
                pdf.Page($"{name}: one-vs-rest curves", exams, page => DrawCurves(page, split));
            }
        });
    }

    private static void DrawDecisions(Sheet page, EvaluationReport report, SplitReport split)
    {
        SKRect room = PdfPage.Content;
        float middle = room.Left + room.Width * 0.56f;
        SKRect left = new(room.Left, room.Top, middle - 20, room.Bottom);
        ConfusionFigure.Draw(page, left, ConfusionFigure.Title, report.Classes,
            [.. split.Confusion.Select(row => row.Select(count => (double)count).ToArray())]);
        SKRect right = new(middle, room.Top, room.Right, Math.Min(room.Bottom, room.Top + 440));
        ReliabilityFigure.Draw(page, right, split.Calibration, split.Metrics[MetricNames.Ece]);
    }

    private static void DrawCurves(Sheet page, SplitReport split)
    {
        SKRect room = PdfPage.Content;
        using Chart roc = new("Receiver operating characteristic", "False positive rate", "True positive rate");
        for (int c = 0; c < split.Roc.Count; c++)
        {
            RocCurve curve = split.Roc[c];
            (IReadOnlyList<double> x, IReadOnlyList<double> y) = DrawnLine.Of(curve.FalsePositiveRate, curve.TruePositiveRate);
            roc.Add(new PlotSeries(curve.Name, x, y, LineStyle.Of(c), $"AUC {Figures.Of(curve.Area)}"));
        }
        roc.AddReference(0, 0, 1, 1);
        DrawHalf(page, roc, new SKRect(room.Left, room.Top, room.MidX - 10, room.Bottom));

        using Chart pr = new("Precision and recall", "Recall", "Precision");
        for (int c = 0; c < split.Pr.Count; c++)
        {
            PrecisionRecallCurve curve = split.Pr[c];
            (IReadOnlyList<double> x, IReadOnlyList<double> y) =
                DrawnLine.Of([.. curve.Recall.Reverse()], [.. curve.Precision.Reverse()]);
            (x, y) = StepLine.Of(x, y);
            string figures = $"AP {Figures.Of(curve.AveragePrecision)}, chance {Figures.Of(split.Prevalence(c))}";
            pr.Add(new PlotSeries(curve.Name, x, y, LineStyle.Of(c), figures));
            if (x.Count > 0 && split.Prevalence(c) is { } chance) pr.AddLevel(chance, LineStyle.Of(c).Colour);
        }
        DrawHalf(page, pr, new SKRect(room.MidX + 10, room.Top, room.Right, room.Bottom));
    }

    private static void DrawHalf(Sheet page, Chart chart, SKRect rect)
    {
        chart.Limits(-0.01, 1.01, -0.01, 1.02);
        chart.Fifths(bottom: true, left: true);
        chart.Draw(page, rect, square: true);
    }
}
