namespace Angioboard.Core.Data.Exams;

/// <summary>A named part of a data set: <c>train</c>, <c>validation</c>, <c>test</c> or <c>monitor-…</c>.</summary>
/// <param name="Name">The name in the split file.</param>
/// <param name="Exams">The exams in the order of the split file, each once.</param>
public sealed record DataSplit(string Name, IReadOnlyList<Exam> Exams);
