namespace Angioboard.Core.Evaluation.Metrics;

/// <summary>The calibration error that a calibrated model would show on as many exams with the same confidences.</summary>
/// <param name="Mean">Its mean.</param>
/// <param name="Low">The 2.5th percentile.</param>
/// <param name="High">The 97.5th percentile: an error above it shows that the model is not calibrated.</param>
public sealed record CalibratedError(double Mean, double Low, double High);

/// <summary>The exams whose largest probability is in (<paramref name="Low"/>, <paramref name="High"/>].</summary>
/// <param name="Low">Not in the bin.</param>
/// <param name="High">In the bin.</param>
/// <param name="Exams">How many there are.</param>
/// <param name="Confidence">The mean of their largest probabilities; null without exams.</param>
/// <param name="Accuracy">The share of them predicted correctly; null without exams.</param>
/// <param name="IfCalibrated">Where this share would be if the model were calibrated; null without exams, and in older files.</param>
public sealed record CalibrationBin(
    double Low, double High, int Exams, double? Confidence, double? Accuracy, ConsistencyBar? IfCalibrated = null);

/// <summary>Where the accuracy of a bin lies in 95 % of studies of a calibrated model.</summary>
/// <param name="Low">The 2.5th percentile.</param>
/// <param name="High">The 97.5th percentile.</param>
public sealed record ConsistencyBar(double Low, double High);
