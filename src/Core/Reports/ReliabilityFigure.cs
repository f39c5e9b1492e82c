using Angioboard.Core.Drawing;
using Angioboard.Core.Evaluation.Metrics;
using SkiaSharp;

namespace Angioboard.Core.Reports;

/// <summary>A reliability diagram: accuracy in each bin of confidence against the diagonal, and the number of exams per bin.</summary>
internal static class ReliabilityFigure
{
    public static void Draw(Sheet page, SKRect rect, IReadOnlyList<CalibrationBin> bins, double? error)
    {
        float middle = rect.Top + rect.Height * 0.7f;
        double width = bins[0].High - bins[0].Low;

        using Chart accuracy = new($"Reliability diagram: ECE {Figures.Of(error)}", "", "Accuracy");
        accuracy.AddBars(bins.Where(bin => bin.Exams > 0).Select(bin => (Middle(bin), bin.Accuracy!.Value)), width);
        accuracy.AddReference(0, 0, 1, 1);
        accuracy.Limits(0, 1, 0, 1.02);
        accuracy.Fifths(bottom: true, left: true);
        accuracy.Draw(page, new SKRect(rect.Left, rect.Top, rect.Right, middle), legendColumns: 0);

        using Chart exams = new("", "Confidence (largest probability)", "Exams");
        exams.AddBars(bins.Select(bin => (Middle(bin), (double)bin.Exams)), width);
        exams.Limits(0, 1, 0, Math.Max(1, bins.Max(bin => bin.Exams) * 1.08));
        exams.Fifths(bottom: true, left: false);
        exams.Draw(page, new SKRect(rect.Left, middle, rect.Right, rect.Bottom), legendColumns: 0);
    }

    private static double Middle(CalibrationBin bin) => (bin.Low + bin.High) / 2;
}
