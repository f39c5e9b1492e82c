using Angioboard.Core.Data.Splits;

namespace Angioboard.Core.Data.Folds;

/// <summary>A split of a file with its exams, each once.</summary>
internal sealed record FoldPart(string Name, IReadOnlyList<FoldExam> Exams);

/// <summary>Reads split files for folds. The reader itself guards against files of any content and size.</summary>
internal static class FoldParts
{
    /// <summary>The splits of a file in its order, an exam at the place of its first entry; patients are not known yet.</summary>
    /// <param name="path">The split file.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="problems">Receives what is wrong with it; reading goes on with the rest.</param>
    public static IReadOnlyList<FoldPart> Read(string path, FoldOptions options, ICollection<string> problems)
    {
        FoldPart[] parts =
            [.. new SplitFile(path, options.NumClasses, problems).Read().Select(part => new FoldPart(part.Name, Exams(part.Entries)))];
        foreach (IGrouping<string, string> exam in parts.SelectMany(part => part.Exams, (part, exam) => (exam.Name, Part: part.Name))
            .GroupBy(home => home.Name, home => home.Part).Where(homes => homes.Count() > 1))
            problems.Add($"{path}: the exam {exam.Key} is in {string.Join(" and ", exam)}; keep it in one split");
        return parts;
    }

    /// <summary>The exams with their patients.</summary>
    public static IReadOnlyList<FoldExam> WithPatients(IEnumerable<FoldExam> exams, IReadOnlyDictionary<string, string>? patients) =>
        [.. exams.Select(exam => patients?.TryGetValue(exam.Name, out string? patient) == true ? exam with { Patient = patient } : exam)];

    private static FoldExam[] Exams(IEnumerable<SplitEntry> entries) =>
    [
        // The label in use is the last, as in ExamGroup.
        .. entries.GroupBy(entry => entry.Exam)
            .Select(exam => new FoldExam(exam.Key, exam.Last().Label, exam.Key) { Entries = [.. exam] }),
    ];
}
