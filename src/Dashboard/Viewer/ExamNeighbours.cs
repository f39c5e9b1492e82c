namespace Angioboard.Dashboard.Viewer;

/// <summary>The addresses of the exams before and after one in a list; null at its ends.</summary>
/// <param name="Previous">The one before.</param>
/// <param name="Next">The one after.</param>
/// <param name="PreviousWrong">The last misclassified one before.</param>
/// <param name="NextWrong">The first misclassified one after.</param>
public sealed record ExamNeighbours(string? Previous, string? Next, string? PreviousWrong, string? NextWrong)
{
    /// <summary>Whether the list tells which exams are misclassified.</summary>
    public bool Predicted { get; init; }

    /// <summary>The neighbours of an exam.</summary>
    /// <param name="exams">The list, as it is shown.</param>
    /// <param name="name">An exam's name.</param>
    /// <param name="open">The exam; if it is not in the list, the first one follows it.</param>
    /// <param name="address">The address of an exam by its name.</param>
    /// <param name="wrong">Whether an exam is misclassified; null where there are no predictions.</param>
    public static ExamNeighbours Of<T>(
        IReadOnlyList<T> exams, Func<T, string> name, string open, Func<string, string> address, Func<T, bool>? wrong = null)
        where T : class
    {
        int at = exams.Select(name).ToList().IndexOf(open);
        T[] before = [.. exams.Take(Math.Max(0, at))], after = [.. exams.Skip(at + 1)];
        return new ExamNeighbours(
            Address(before.LastOrDefault()), Address(after.FirstOrDefault()),
            wrong is null ? null : Address(before.LastOrDefault(wrong)), wrong is null ? null : Address(after.FirstOrDefault(wrong)))
        {
            Predicted = wrong is not null,
        };

        string? Address(T? exam) => exam is null ? null : address(name(exam));
    }
}
