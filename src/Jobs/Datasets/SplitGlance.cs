using System.Globalization;
using Angioboard.Core;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Patients;

namespace Angioboard.Jobs.Datasets;

/// <summary>What a split file says before its frames are looked at.</summary>
/// <param name="Labels">How many exams have each label.</param>
/// <param name="Patients">The expression for patients that the exams' names suggest; null if none fits.</param>
public sealed record SplitGlance(IReadOnlyDictionary<int, int> Labels, PatientSuggestion? Patients)
{
    private const int MostNamed = 20;

    /// <summary>Reads a split file; null if it cannot be read.</summary>
    internal static SplitGlance? Read(string split)
    {
        try
        {
            IReadOnlyList<ListedExam> exams = ExamListing.Read(split, Path.GetDirectoryName(split)!, int.MaxValue).Exams;
            return new SplitGlance(
                new SortedDictionary<int, int>(
                    exams.Where(exam => exam.Label is not null).CountBy(exam => exam.Label!.Value).ToDictionary()),
                PatientSuggestion.Of([.. exams.Select(exam => (exam.Split, exam.Name))]));
        }
        catch (InputException)
        {
            return null; // The check says what is wrong.
        }
    }

    /// <summary>
    /// What to say of too few names; null if there are enough, or if the labels have gaps, so that not names but labels are wrong.
    /// </summary>
    /// <param name="names">The number of named classes.</param>
    public string? MissingNames(int names)
    {
        if (names < 2 || Labels.Count == 0) return null;
        KeyValuePair<int, int>[] above = [.. Labels.Where(label => label.Key >= names)];
        if (above.Length == 0 || above[^1].Key - names + 1 != above.Length || above.Length > MostNamed) return null;
        string missing = string.Join(", ",
            above.Select(label => $"{label.Key} ({Text(label.Value)} {(label.Value == 1 ? "exam" : "exams")})"));
        return $"The split has labels 0–{above[^1].Key}; you named {names} classes. "
            + $"Add the {(above.Length == 1 ? "name of class" : "names of classes")} {missing}.";
    }

    /// <summary>What to say of named classes that no exam has; null for none, or if no exam has a label.</summary>
    /// <param name="names">The names of the classes.</param>
    public string? UnusedNames(IReadOnlyList<string> names) =>
        Labels.Keys.Any(label => label >= names.Count) ? null : Unused(names, [.. Labels.Keys]);

    /// <summary>What to say of named classes whose labels are not <paramref name="used"/>; null for none, or if no label is used.</summary>
    internal static string? Unused(IReadOnlyList<string> names, HashSet<int> used)
    {
        string[] unused = [.. names.Where((_, label) => !used.Contains(label))];
        return used.Count == 0 || unused.Length == 0 ? null
            : $"No exam has the {(unused.Length == 1 ? "class" : "classes")} {string.Join(", ", unused.Take(MostNamed))}. "
                + "Check the names of the classes and their order.";
    }

    private static string Text(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
