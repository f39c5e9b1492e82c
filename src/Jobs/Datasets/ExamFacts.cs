namespace Angioboard.Jobs.Datasets;

/// <summary>What is known of an exam beside its frames.</summary>
/// <param name="Exam">Its name.</param>
/// <param name="Split">Its split.</param>
/// <param name="Class">Its class; null where the split gives none.</param>
/// <param name="Patient">Its patient; null where not known, or not to be shown.</param>
/// <param name="OfPatient">The patient's other exams, such as the other eye.</param>
public sealed record ExamFacts(string Exam, string Split, string? Class, string? Patient, IReadOnlyList<string> OfPatient);
