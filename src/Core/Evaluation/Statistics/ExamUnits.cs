using System.IO.Hashing;
using System.Text;

namespace Angioboard.Core.Evaluation.Statistics;

/// <summary>
/// The independent units of a split: patients with all their exams or, where patients are not known, each exam alone. They stand in the
/// order of their exams' names, so that neither draws nor intervals depend on the order of a file.
/// </summary>
internal sealed class ExamUnits
{
    private readonly int[] perClass;

    /// <param name="exams">The exams' names.</param>
    /// <param name="labels">Their classes, from 0.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="patients">The patient of each exam; null if each exam counts as one.</param>
    public ExamUnits(
        IReadOnlyList<string> exams, IReadOnlyList<int> labels, int classes, IReadOnlyDictionary<string, string>? patients)
    {
        Members =
        [
            .. Enumerable.Range(0, exams.Count)
                .OrderBy(i => exams[i], StringComparer.Ordinal)
                .GroupBy(i => patients?[exams[i]] ?? exams[i])
                .Select(unit => unit.ToArray()),
        ];
        Of = new int[exams.Count];
        foreach ((int unit, int[] members) in Members.Index())
        {
            foreach (int exam in members) Of[exam] = unit;
        }
        perClass = [.. Enumerable.Range(0, classes).Select(c => Members.Count(members => members.Any(exam => labels[exam] == c)))];
        Key = Hash(exams, labels);
    }

    /// <summary>Each unit's exams.</summary>
    public int[][] Members { get; }

    /// <summary>Each exam's unit.</summary>
    public int[] Of { get; }

    /// <summary>Number of units.</summary>
    public int Count => Members.Length;

    /// <summary>
    /// A hash of the exams, their classes and which belong together: the key of random draws, so that all who ask the same of the same data
    /// see the same numbers.
    /// </summary>
    public string Key { get; }

    /// <summary>Number of units with an exam of the class.</summary>
    public int WithClass(int c) => perClass[c];

    private string Hash(IReadOnlyList<string> exams, IReadOnlyList<int> labels)
    {
        XxHash128 hash = new();
        foreach (int[] members in Members)
        {
            foreach (int exam in members) hash.Append(Encoding.UTF8.GetBytes($"{exams[exam]}\t{labels[exam]}\n"));
            hash.Append("\n"u8);
        }
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
