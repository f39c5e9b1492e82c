using System.Globalization;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Dashboard.Charts;
using Angioboard.Jobs.Reading;
using Microsoft.AspNetCore.Components;

namespace Angioboard.Dashboard.RunDetails.Evaluation;

/// <summary>ROC, precision and recall, reliability and IMCP curves of a split.</summary>
public sealed partial class SplitCurves
{
    private EvaluatedSplit? drawn;
    private IReadOnlyList<ChartSeries> roc = [];
    private IReadOnlyList<ChartSeries> pr = [];
    private IReadOnlyList<ChartSeries> reliability = [];
    private IReadOnlyList<ChartSeries> imcp = [];

    /// <summary>The split.</summary>
    [Parameter, EditorRequired] public required EvaluatedSplit Split { get; set; }

    private string ReliabilityText
    {
        get
        {
            IEnumerable<string> bins = Split.Report.Calibration.Where(bin => bin.Exams > 0)
                .Select(bin => $"{Text(bin.Low)} to {Text(bin.High)}: {bin.Exams} exams, "
                    + $"accuracy {Text(bin.Accuracy)} at mean confidence {Text(bin.Confidence)}");
            return $"{string.Join("; ", bins)}.";
        }
    }

    private string ImcpText => $"Area under the curve {Text(Split.Report.Imcp.Area)}.";

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (drawn == Split) return;
        drawn = Split;
        roc = [.. Split.Report.Roc
            .Select((curve, c) => Line(c, $"{curve.Name} {Text(curve.Area)}", curve.FalsePositiveRate, curve.TruePositiveRate))
            .OfType<ChartSeries>()];
        pr = [.. Split.Report.Pr
            .Select((curve, c) => Line(c, $"{curve.Name} {Text(curve.AveragePrecision)}", curve.Recall.Reverse(),
                curve.Precision.Reverse())).OfType<ChartSeries>()];
        CalibrationBin[] bins = [.. Split.Report.Calibration.Where(bin => bin is { Confidence: not null, Accuracy: not null })];
        reliability = [Line(0, "accuracy", bins.Select(bin => bin.Confidence!.Value), bins.Select(bin => bin.Accuracy!.Value))
            ?? new ChartSeries { Name = "accuracy", Points = [] }];
        imcp = [Line(0, $"area {Text(Split.Report.Imcp.Area)}", Split.Report.Imcp.X, Split.Report.Imcp.Y)
            ?? new ChartSeries { Name = "area", Points = [] }];
    }

    // A class keeps its colour where others have no curve.
    private static ChartSeries? Line(int c, string name, IEnumerable<double> x, IEnumerable<double> y)
    {
        ChartPoint[] points = [.. x.Zip(y, (a, b) => new ChartPoint(a, b))];
        SeriesStyle style = Palette.Of(c);
        return points.Length == 0 ? null : new ChartSeries { Name = name, Points = points, Color = style.Color, Dash = style.Dash };
    }

    private static string Areas(IReadOnlyList<ChartSeries> curves) =>
        curves.Count == 0 ? "No class has a curve." : $"Areas under the curves: {string.Join(", ", curves.Select(curve => curve.Name))}.";

    private static string Text(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–";
}
