using Angioboard.Core.Data.Splits;

namespace Angioboard.Core.Data.Exams;

/// <summary>The entries of one exam in one split.</summary>
/// <param name="Name">The folder that its frames share.</param>
/// <param name="Labels">The different labels that the entries give, in order; more than one if they contradict each other.</param>
/// <param name="Label">The label in use: the last.</param>
/// <param name="Frames">Names of the frames in the entries.</param>
internal sealed record ExamGroup(string Name, IReadOnlyList<int?> Labels, int? Label, IReadOnlyList<string> Frames)
{
    /// <summary>The exams of a split, each once, at the position of its first entry.</summary>
    public static IReadOnlyList<ExamGroup> Of(IEnumerable<SplitEntry> entries) =>
    [
        .. entries.GroupBy(entry => entry.Exam).Select(exam => new ExamGroup(
            exam.Key,
            [.. exam.Select(entry => entry.Label).Distinct()],
            exam.Last().Label,
            [.. exam.Select(entry => entry.Frame).Distinct()])),
    ];
}
