using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired.Resampling;

namespace Angioboard.Core.Evaluation.Calibrating;

/// <summary>What the run's calibration does to a split: <c>calibrated</c> in evaluation.json.</summary>
public sealed record CalibratedSplit
{
    /// <summary>A name of <see cref="CalibrationMethod"/>.</summary>
    public required string Method { get; init; }

    /// <summary>Whether the calibration was fitted to these very exams, so that its effect looks better than on others.</summary>
    public required bool FittedHere { get; init; }

    /// <summary>Log loss, Brier score and calibration error before and after; empty where probabilities stay as they are.</summary>
    public required OrderedDictionary<string, CalibrationEffect> Metrics { get; init; }

    /// <summary>Each class's calibration, in the order of the classes.</summary>
    public required IReadOnlyList<ClassCalibration> PerClass { get; init; }

    /// <summary>15 equal bins of the largest probability after calibration; empty where probabilities stay as they are.</summary>
    public required IReadOnlyList<CalibrationBin> Reliability { get; init; }
}

/// <summary>A metric before and after calibration.</summary>
/// <param name="Before">Of the model's probabilities.</param>
/// <param name="After">Of the calibrated ones.</param>
/// <param name="Difference">After less before: below 0 is better.</param>
/// <param name="Paired">Its interval by patients; null with one patient.</param>
public sealed record CalibrationEffect(double Before, double After, double Difference, MetricDifference? Paired);

/// <summary>How a class's probability fits how often the class occurs (Van Calster et al., 2019).</summary>
/// <param name="Name">The class.</param>
/// <param name="Before">Of the model's probabilities.</param>
/// <param name="After">Of the calibrated ones; null where probabilities stay as they are.</param>
public sealed record ClassCalibration(string Name, CalibrationLine Before, CalibrationLine? After);

/// <summary>
/// Calibration of a class against the rest. With x the log odds of its probability: in the large, a of logit P = a + x; the slope, b of
/// logit P = c + b x.
/// </summary>
/// <param name="InTheLarge">0 if the class is as frequent as the probabilities say; above 0 if it is more frequent.</param>
/// <param name="Slope">1 if probabilities spread as they should; below 1 if they are too extreme.</param>
/// <param name="Undefined">Why figures are null; null if none is.</param>
public sealed record CalibrationLine(CalibrationEstimate? InTheLarge, CalibrationEstimate? Slope, string? Undefined);

/// <summary>An estimate with its 95 % interval by patients.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Low">The lower limit; null with one patient.</param>
/// <param name="High">The upper limit.</param>
public sealed record CalibrationEstimate(double Value, double? Low, double? High);
