using System.Globalization;

namespace Angioboard.Core.Evaluation.Predictions;

/// <summary>
/// Exams that appear more than once in a predictions.json. A distributed sampler pads its last batch with repeated exams: an identical row
/// counts once. Rows that contradict each other are problems, because one of them is wrong.
/// </summary>
internal sealed class RepeatedExams(string path, Problems problems)
{
    // Tolerance: one model's outputs for an exam differ slightly between batches.
    private const double Same = 1e-4;

    private readonly Dictionary<string, string> homes = [];
    private readonly List<string> notes = [];
    private (int Count, string First) moved;

    /// <summary>Notes for the user about repeated exams.</summary>
    public IEnumerable<string> Notes =>
        moved.Count == 0
            ? notes
            : [.. notes,
                $"{Exams(moved.Count)} in two splits{(moved.Count == 1 ? ": " : ", such as ")}{moved.First}; an exam should be in one "
                    + $"only"];

    /// <summary>The exams of a split, each once, at its first position.</summary>
    public List<ExamPrediction> Once(string split, List<(int Row, ExamPrediction Exam)> rows)
    {
        List<ExamPrediction> once = new(rows.Count);
        Dictionary<string, int> places = new(rows.Count);
        HashSet<string> repeated = [];
        for (int i = 0; i < rows.Count; i++)
        {
            (int row, ExamPrediction exam) = rows[i];
            if (places.TryAdd(exam.Exam, i))
            {
                once.Add(exam);
                if (!homes.TryAdd(exam.Exam, split))
                    moved = (moved.Count + 1, moved.Count == 0 ? $"{exam.Exam} in {homes[exam.Exam]} and {split}" : moved.First);
                continue;
            }
            (int before, ExamPrediction first) = rows[places[exam.Exam]];
            if (Contradiction(first, exam) is { } other)
                problems.Add($"{path}: {split}, row {row} ({exam.Exam}): the exam is also in row {before}, {other}; keep one of the two");
            else repeated.Add(exam.Exam);
        }
        if (repeated.Count > 0)
            notes.Add(
                $"{split}: {Exams(repeated.Count)} there more than once with identical rows, such as {repeated.First()}; each counts once");
        return once;
    }

    private static string Exams(int count) => count == 1 ? "1 exam is" : $"{count} exams are";

    private static string? Contradiction(ExamPrediction first, ExamPrediction again)
    {
        if (first.Label != again.Label) return $"with the label {Label(first)} instead of {Label(again)}";
        double apart = first.Probabilities.Zip(again.Probabilities, (a, b) => Math.Abs(a - b)).Max();
        return apart <= Same ? null : string.Create(CultureInfo.InvariantCulture, $"with other probabilities, up to {apart:G2} off");
    }

    private static string Label(ExamPrediction exam) => exam.Label is { } label ? $"{label}" : "null";
}
