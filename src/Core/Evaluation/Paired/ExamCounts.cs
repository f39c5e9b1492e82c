namespace Angioboard.Core.Evaluation.Paired;

/// <summary>How many exams of the runs were compared.</summary>
/// <param name="Compared">Labelled exams that every run predicted.</param>
/// <param name="Of">Exams that any run predicted.</param>
/// <param name="Unlabelled">Exams that every run predicted but that have no label.</param>
/// <param name="Missing">For each run, exams that others predicted and it did not.</param>
public sealed record ExamCounts(int Compared, int Of, int Unlabelled, OrderedDictionary<string, int> Missing);
