namespace Angioboard.Core.Data.Folds;

/// <summary>The exams that a run was trained on, by the split file in its folder.</summary>
public static class TrainedExams
{
    /// <summary>Reads them.</summary>
    /// <param name="split">The split file.</param>
    /// <param name="options">The classes.</param>
    /// <exception cref="InputException">It cannot be read; all problems are listed.</exception>
    public static IReadOnlySet<string> Read(string split, FoldOptions options)
    {
        Problems problems = new(split);
        IReadOnlyList<FoldPart> parts = FoldParts.Read(split, options, problems);
        if (problems.Count > 0) throw new InputException(problems);
        return parts.Where(part => part.Name == Fold.TrainPart).SelectMany(part => part.Exams).Select(exam => exam.Name).ToHashSet();
    }
}
