using Angioboard.Core.Evaluation.Calibrating;

namespace Angioboard.Core.Evaluation;

/// <summary>Options of an evaluation.</summary>
/// <param name="Classes">Class names, in the order of the probabilities.</param>
/// <param name="Patients">Patient of every labelled exam; null if patients are unknown, and exams are drawn.</param>
/// <param name="Resamples">Bootstrap resamples per split.</param>
/// <param name="Notes">Notes from reading the predictions; null for none.</param>
/// <param name="Calibration">The run's calibration; null to leave it out.</param>
public sealed record EvaluationOptions(
    IReadOnlyList<string> Classes,
    IReadOnlyDictionary<string, string>? Patients = null,
    int Resamples = 10_000,
    IReadOnlyList<string>? Notes = null,
    RunCalibration? Calibration = null);
