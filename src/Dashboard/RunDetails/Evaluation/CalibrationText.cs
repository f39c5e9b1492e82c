using System.Globalization;
using Angioboard.Core.Evaluation.Calibrating;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Selective;

namespace Angioboard.Dashboard.RunDetails.Evaluation;

/// <summary>Sentences about a run's calibration.</summary>
internal static class CalibrationText
{
    /// <summary>What the calibration does, and why.</summary>
    public static string Of(RunCalibration calibration) => calibration.Method switch
    {
        CalibrationMethod.None => $"The probabilities stay as they are: {calibration.Why}.",
        CalibrationMethod.Temperature => $"The probabilities are calibrated by a temperature of {Number(calibration.Temperature)}, "
            + $"{Sureness(calibration.Temperature)}: {calibration.Why}.",
        _ => $"The probabilities are calibrated by a temperature of {Number(calibration.Temperature)} and a bias of each class "
            + $"({string.Join(", ", calibration.Classes.Zip(calibration.Bias ?? [], (name, b) => $"{name} {Signed(b)}"))}): "
            + $"{calibration.Why}.",
    };

    /// <summary>What it gains if a doctor reads the exams that the model is least sure of.</summary>
    public static string Of(RiskOfRest rest)
    {
        Interval interval = rest.Interval;
        return $"If the doctor reads the {Percent(rest.Read)} of exams that the model is least sure of, {Percent(rest.Risk)} instead of "
            + $"{Percent(rest.RiskOfAll)} of the rest are wrong ({Bare(interval.Low)} to {Percent(interval.High)}).";
    }

    /// <summary>An estimate with its interval.</summary>
    public static string Of(CalibrationEstimate? estimate) => estimate switch
    {
        null => "–",
        { Low: { } low, High: { } high } => $"{Number(estimate.Value)} ({Number(low)} to {Number(high)})",
        _ => Number(estimate.Value),
    };

    /// <summary>A share in percent: whole, or with a decimal below 1 %.</summary>
    public static string Percent(double share) => $"{Bare(share)} %";

    private static string Bare(double share) =>
        (share * 100).ToString(share is > 0 and < 0.00995 ? "0.0" : "0", CultureInfo.InvariantCulture);

    private static string Sureness(double temperature) =>
        temperature > 1 ? "which makes the model less sure" : "which makes the model more sure";

    private static string Number(double value) => value.ToString("0.00;−0.00;0.00", CultureInfo.InvariantCulture);

    private static string Signed(double value) => value.ToString("+0.00;−0.00;0", CultureInfo.InvariantCulture);
}
