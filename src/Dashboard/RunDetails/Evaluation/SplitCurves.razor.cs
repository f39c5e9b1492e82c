using Angioboard.Core.Evaluation.Predictions;
using System.Globalization;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Dashboard.Charts;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Microsoft.AspNetCore.Components;

namespace Angioboard.Dashboard.RunDetails.Evaluation;

/// <summary>ROC, precision and recall, reliability and IMCP curves of a split.</summary>
public sealed partial class SplitCurves
{
    private EvaluatedSplit? drawn;
    private IReadOnlyList<ChartSeries> roc = [];
    private IReadOnlyList<ChartSeries> pr = [];
    private IReadOnlyList<ChartLevel> levels = [];
    private IReadOnlyList<ChartSeries> reliability = [];
    private IReadOnlyList<ChartSeries> exams = [];
    private IReadOnlyList<ChartSeries> imcp = [];
    private double binWidth = 0.1;
    private bool hasThresholds;

    /// <summary>The run.</summary>
    [Parameter, EditorRequired] public required Run Run { get; set; }

    /// <summary>The split.</summary>
    [Parameter, EditorRequired] public required EvaluatedSplit Split { get; set; }

    /// <summary>Reads predictions, of which the thresholds of ROC curves are found.</summary>
    [Inject] public required RunPredictions Predictions { get; set; }

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
        IReadOnlyList<ExamPrediction> predicted = Predictions.Read(Run).Find(Split.Name)?.Exams ?? [];
        roc = [.. Split.Report.Roc.Select((curve, c) => Roc(c, curve, RocThresholds.Of(predicted, c, curve))).OfType<ChartSeries>()];
        hasThresholds = roc.SelectMany(curve => curve.Points).Any(point => point.Extra is not null);
        pr = [.. Split.Report.Pr.Select((curve, c) => Pr(c, curve, Split.Report.Prevalence(c))).OfType<ChartSeries>()];
        levels = [.. Split.Report.Pr.Select((curve, c) => Level(c, curve, Split.Report.Prevalence(c))).OfType<ChartLevel>()];
        imcp = [Line(0, $"area {Text(Split.Report.Imcp.Area)}", Split.Report.Imcp.X, Split.Report.Imcp.Y)
            ?? new ChartSeries { Name = "area", Points = [] }];
        IReadOnlyList<CalibrationBin> bins = Split.Report.Calibration;
        binWidth = bins.Count == 0 ? 0.1 : bins[0].High - bins[0].Low;
        reliability = [Bars(0, "accuracy", bins, bin => bin.Accuracy)];
        exams = [Bars(9, "exams", bins, bin => bin.Exams)];
    }

    private static ChartSeries Bars(int style, string name, IReadOnlyList<CalibrationBin> bins, Func<CalibrationBin, double?> y) => new()
    {
        Name = name,
        Points = [.. bins.Select(bin => new ChartPoint((bin.Low + bin.High) / 2, y(bin)))],
        Color = Palette.Of(style).Color,
        Dash = 0,
    };

    private static ChartSeries? Roc(int c, RocCurve curve, IReadOnlyList<double?> thresholds)
    {
        string name = $"{curve.Name}, AUC {Text(curve.Area)}";
        return Line(c, name, curve.FalsePositiveRate, curve.TruePositiveRate) is not { } line ? null
            : line with { Points = [.. line.Points.Select((point, i) => point with { Extra = thresholds[i] })] };
    }

    private static ChartSeries? Pr(int c, PrecisionRecallCurve curve, double? prevalence) => Line(c,
        $"{curve.Name}, AP {Text(curve.AveragePrecision)}, chance {Text(prevalence)}", curve.Recall.Reverse(), curve.Precision.Reverse());

    private static ChartLevel? Level(int c, PrecisionRecallCurve curve, double? prevalence) =>
        curve.Recall.Count > 0 && prevalence is { } chance ? new ChartLevel(chance, Palette.Of(c).Color) : null;

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
