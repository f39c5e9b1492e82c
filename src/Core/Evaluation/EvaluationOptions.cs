namespace Angioboard.Core.Evaluation;

/// <summary>What an evaluation depends on besides the predictions.</summary>
/// <param name="Classes">Class names, in the order of the probabilities.</param>
/// <param name="Seed">The run's seed, for the resamples.</param>
/// <param name="Patients">Exam to patient, for every labelled exam; null where patients are not known, and exams are drawn.</param>
/// <param name="Resamples">Bootstrap resamples a split.</param>
/// <param name="Notes">What was said of the predictions when they were read; null for nothing.</param>
public sealed record EvaluationOptions(
    IReadOnlyList<string> Classes,
    long Seed = 42,
    IReadOnlyDictionary<string, string>? Patients = null,
    int Resamples = 1000,
    IReadOnlyList<string>? Notes = null);
