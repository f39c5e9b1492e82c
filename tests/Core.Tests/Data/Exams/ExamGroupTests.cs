using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Splits;
using CsCheck;

namespace Angioboard.Core.Tests.Data.Exams;

public sealed class ExamGroupTests
{
    private static readonly Gen<SplitEntry[]> entries = Gen.Select(Gen.Int[0, 9], Gen.Int[1, 5], Gen.Int[-1, 3], (exam, frame, label) =>
        new SplitEntry($"Train/{exam}_L", $"{frame}.jpg", label < 0 ? null : label)).Array[0, 40];

    [Fact]
    public void Each_exam_is_listed_once_at_the_place_of_its_first_entry() => entries.Sample(split =>
    {
        string[] names = [.. ExamGroup.Of(split).Select(exam => exam.Name)];

        List<string> expected = [];
        foreach (SplitEntry entry in split)
        {
            if (!expected.Contains(entry.Exam)) expected.Add(entry.Exam);
        }
        Assert.Equal(expected, names);
    });

    [Fact]
    public void The_last_label_counts_and_contradictions_are_kept() => entries.Sample(split =>
    {
        foreach (ExamGroup exam in ExamGroup.Of(split))
        {
            SplitEntry[] own = [.. split.Where(entry => entry.Exam == exam.Name)];
            Assert.Equal(own[^1].Label, exam.Label);
            Assert.Equal(own.Select(entry => entry.Label).ToHashSet(), exam.Labels.ToHashSet());
            Assert.Equal(exam.Labels.Count, exam.Labels.Distinct().Count());
            Assert.Equal(own.Select(entry => entry.Frame).ToHashSet(), exam.Frames.ToHashSet());
        }
    });

    [Fact]
    public void Grouping_a_split_again_changes_nothing() => entries.Sample(split =>
    {
        IReadOnlyList<ExamGroup> once = ExamGroup.Of(split);

        IReadOnlyList<ExamGroup> twice = ExamGroup.Of(once.Select(exam => new SplitEntry(exam.Name, exam.Frames[0], exam.Label)));

        Assert.Equal(once.Select(exam => (exam.Name, exam.Label)), twice.Select(exam => (exam.Name, exam.Label)));
    });
}
