using System.Globalization;

namespace Angioboard.Core.Data.Splits;

/// <summary>
/// Labels that are too high for the number of classes. If they continue the classes without a gap, names are missing, which is one
/// problem; otherwise labels are wrong, each a problem of its entry.
/// </summary>
internal sealed class LabelsAbove(string path, int numClasses)
{
    // No more lines are shown, and no more names are forgotten.
    private const int MostLines = 1000, MostClasses = 1000;

    private readonly SortedDictionary<int, HashSet<string>> exams = [];
    private readonly List<string> lines = [];
    private int more;

    /// <summary>Adds an entry whose label is <paramref name="label"/>.</summary>
    /// <param name="label">The label, at least the number of classes.</param>
    /// <param name="exam">The entry's exam.</param>
    /// <param name="line">The problem, if the label is wrong.</param>
    public void Add(int label, string exam, string line)
    {
        if (exams.Count < MostClasses || exams.ContainsKey(label))
        {
            if (!exams.TryGetValue(label, out HashSet<string>? same)) exams[label] = same = [];
            same.Add(exam);
        }
        if (lines.Count < MostLines) lines.Add(line);
        else more++;
    }

    /// <summary>Adds the problems of all entries.</summary>
    public void Report(ICollection<string> problems)
    {
        if (exams.Count == 0) return;
        int last = exams.Keys.Last();
        if (exams.Count < MostClasses && last - numClasses + 1 == exams.Count)
        {
            problems.Add($"{path}: the split has labels 0–{last}, but {numClasses} classes are named; "
                + $"add {(exams.Count == 1 ? "the name of class" : "the names of the classes")} "
                + $"{string.Join(", ", exams.Select(label => $"{label.Key} ({Count(label.Value)})"))}, or correct the labels");
            return;
        }
        foreach (string line in lines) problems.Add(line);
        for (int i = 0; i < more; i++) problems.Add(lines[^1]);
    }

    private static string Count(HashSet<string> same) =>
        same.Count == 1 ? $"1 exam, {same.First()}" : string.Create(CultureInfo.InvariantCulture, $"{same.Count} exams");
}
