using System.Globalization;
using Angioboard.Core.Evaluation.Calibrating;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Selective;
using Angioboard.Dashboard.Charts;
using Angioboard.Jobs.Reading;
using Microsoft.AspNetCore.Components;

namespace Angioboard.Dashboard.RunDetails.Evaluation;

/// <summary>How a split's probabilities fit what happens, before and after the run's calibration, and what follows for decisions.</summary>
public sealed partial class CalibrationCard
{
    private EvaluatedSplit? drawn;
    private IReadOnlyList<ChartSeries> before = [];
    private IReadOnlyList<ChartSeries> after = [];
    private IReadOnlyList<ChartSeries> coverage = [];

    /// <summary>The split.</summary>
    [Parameter, EditorRequired] public required EvaluatedSplit Split { get; set; }

    /// <summary>The run's calibration; null where it has none.</summary>
    [Parameter, EditorRequired] public required RunCalibration? Calibration { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (drawn == Split) return;
        drawn = Split;
        before = [Reliability(0, Split.Report.Calibration)];
        after = Split.Report.Calibrated is { Reliability: { Count: > 0 } bins } ? [Reliability(1, bins)] : [];
        coverage = Split.Report.RiskCoverage is { } risk ? [Risk(risk)] : [];
    }

    private static ChartSeries Reliability(int style, IReadOnlyList<CalibrationBin> bins) => new()
    {
        Name = "accuracy",
        Points = [.. bins.Where(bin => bin.Exams > 0).Select(bin => new ChartPoint(bin.Confidence!.Value, bin.Accuracy))],
        Band =
        [
            .. bins.Where(bin => bin.IfCalibrated is not null)
                .Select(bin => new BandPoint(bin.Confidence!.Value, bin.IfCalibrated!.Low, bin.IfCalibrated.High)),
        ],
        Color = Palette.Of(style).Color,
        Dash = 0,
    };

    private static ChartSeries Risk(RiskCoverage risk) => new()
    {
        Name = "wrong",
        Points = [.. risk.Risk.Select((share, k) => new ChartPoint((k + 1.0) / risk.Risk.Count, share))],
    };

    private static string Outside(IReadOnlyList<CalibrationBin> bins)
    {
        CalibrationBin[] filled = [.. bins.Where(bin => bin.IfCalibrated is not null)];
        int outside = filled.Count(bin => bin.Accuracy < bin.IfCalibrated!.Low || bin.Accuracy > bin.IfCalibrated.High);
        return $"{outside} of {filled.Length} bins are outside the band of a calibrated model.";
    }

    private static string Signed(double value) => value.ToString("+0.0000;−0.0000;0.0000", CultureInfo.InvariantCulture);
}
