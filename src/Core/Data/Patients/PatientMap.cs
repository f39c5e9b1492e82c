using System.Diagnostics;
using System.Text.RegularExpressions;
using Angioboard.Core.Data.Names;

namespace Angioboard.Core.Data.Patients;

/// <summary>
/// Maps exams to patients. Two eyes of one patient are not independent: they belong in one split, and bootstrap intervals draw
/// them together.
/// </summary>
public sealed class PatientMap
{
    private const int NamedExams = 20;

    // For all exams together: a study of 20,000 takes a tenth of a second.
    private static readonly TimeSpan longest = TimeSpan.FromSeconds(5);

    // A single match cannot be interrupted: stopping waits at most this long.
    private static readonly TimeSpan longestMatch = TimeSpan.FromSeconds(1);

    private readonly string remedy;
    private readonly Func<string, string?> patientOf;
    private readonly IReadOnlyCollection<string> known;

    private PatientMap(string source, string remedy, Func<string, string?> patientOf, IReadOnlyCollection<string> known) =>
        (Source, this.remedy, this.patientOf, this.known) = (source, remedy, patientOf, known);

    /// <summary>What it was read from: the value of the setting <c>patients</c>.</summary>
    public string Source { get; }

    /// <summary>Reads the value of the setting <c>patients</c>.</summary>
    /// <param name="patients">
    /// The path of a CSV file whose header names the columns <c>exam</c> and <c>patient</c>, or a regular expression, as Python or .NET
    /// writes it, that finds the patient in an exam's name (<c>Train/Train/17_L</c>) by its group named <c>patient</c>, else by its first:
    /// <c>(\d+)_[LR]$</c>.
    /// </param>
    /// <exception cref="InputException">The file has problems (all are named), or the expression is invalid or has no group.</exception>
    public static PatientMap Parse(string patients)
    {
        if (IsTable(patients))
        {
            IReadOnlyDictionary<string, string> table = PatientTable.Read(patients);
            return new PatientMap(patients, "add it to the file", table.GetValueOrDefault, [.. table.Keys]);
        }
        return ParseExpression(patients);
    }

    /// <summary>Takes a regular expression, whether there is a file of this name or not.</summary>
    /// <exception cref="InputException">The expression is invalid or has no group.</exception>
    public static PatientMap ParseExpression(string patients)
    {
        string setting = $"patients: {patients}";
        PatientExpression expression = PatientExpression.Parse(setting, patients, longestMatch);
        return new PatientMap(setting, "correct the expression, or give a CSV file with the columns exam,patient", expression.Match, []);
    }

    /// <summary>
    /// Whether the setting can only name a file, by its text alone: an expression has a group, in parentheses, and no exam's name begins at
    /// the root. What this calls an expression never opens a file, whatever is there.
    /// </summary>
    public static bool NamesFile(string patients) =>
        IsCsv(patients) || Path.IsPathFullyQualified(patients) || !patients.Contains('(', StringComparison.Ordinal);

    /// <summary>Whether the setting names a CSV file and not a regular expression, as seen from <paramref name="folder"/>.</summary>
    /// <param name="patients">The setting.</param>
    /// <param name="folder">What a relative path starts from; null for the process's folder.</param>
    public static bool IsTable(string patients, string? folder = null) =>
        NamesFile(patients) && (IsCsv(patients) || File.Exists(folder is null ? patients : Path.GetFullPath(patients, folder)));

    private static bool IsCsv(string patients) => patients.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    /// <summary>Each exam's patient, by the exam's name.</summary>
    /// <param name="splits">The names of the splits and of their exams.</param>
    /// <param name="cancellation">Stops between two exams.</param>
    /// <exception cref="InputException">Exams whose patient is not known, or a patient in two splits; it names all.</exception>
    public IReadOnlyDictionary<string, string> Assign(IEnumerable<(string Split, IEnumerable<string> Exams)> splits,
        CancellationToken cancellation = default)
    {
        Problems problems = new(Source);
        IReadOnlyDictionary<string, string> patients = Assign(splits, problems, cancellation);
        return problems.Count == 0 ? patients : throw new InputException(problems);
    }

    internal IReadOnlyDictionary<string, string> Assign(
        IEnumerable<(string Split, IEnumerable<string> Exams)> splits, ICollection<string> problems, CancellationToken cancellation)
    {
        Dictionary<string, string> patients = [];
        (string Exam, string Split)[] exams = [.. splits.SelectMany(split => split.Exams, (split, exam) => (exam, split.Split))];
        if (Ask(exams, cancellation) is not { } answers)
        {
            problems.Add(
                $"{Source}: finding the patients of {exams.Length} exams takes over {longest.TotalSeconds} s, or one of them over " +
                $"{longestMatch.TotalSeconds} s; write a simpler expression, without nested repeats "
                + "or references to groups");
            return patients;
        }

        AddUnknown([.. exams.Zip(answers).Where(pair => pair.Second is null).Select(pair => pair.First.Exam).Distinct()], problems);
        (string Patient, string Exam, string Split)[] found =
            [.. exams.Zip(answers).Where(pair => pair.Second is not null)
                .Select(pair => (pair.Second!, pair.First.Exam, pair.First.Split))];
        foreach ((string patient, string exam, _) in found) patients[exam] = patient;
        foreach (IGrouping<string, (string Patient, string Exam, string Split)> same in found.GroupBy(exam => exam.Patient))
        {
            (string Patient, string Exam, string Split) first = same.First();
            foreach ((string Patient, string Exam, string Split) other in same.Where(exam => exam.Split != first.Split)
                .DistinctBy(exam => exam.Split))
            {
                problems.Add($"{Source}: the patient {same.Key} is in two splits: {first.Exam} in {first.Split} and "
                    + $"{other.Exam} in {other.Split}; keep a patient's exams in one split");
            }
        }
        return patients;
    }

    /// <summary>Each exam's patient, null where it is not known; null for all where that takes too long.</summary>
    private string?[]? Ask((string Exam, string Split)[] exams, CancellationToken cancellation)
    {
        string?[] answers = new string?[exams.Length];
        long start = TimeProvider.System.GetTimestamp();
        try
        {
            for (int i = 0; i < exams.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                if (TimeProvider.System.GetElapsedTime(start) > longest) return null;
                answers[i] = patientOf(exams[i].Exam) is { Length: > 0 } patient ? patient : null;
            }
            return answers;
        }
        catch (RegexMatchTimeoutException)
        {
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
    }

    private void AddUnknown(string[] exams, ICollection<string> problems)
    {
        foreach (string exam in exams.Take(NamedExams))
        {
            string near = NearNames.Of(exam, known) is { } other
                ? $"; {other} is there, which differs in {Spelling.Difference(exam, other)}"
                : "";
            problems.Add($"{Source}: gives no patient for the exam {exam}{near}; {remedy}");
        }
        int more = exams.Length - NamedExams;
        if (more > 0) problems.Add($"{Source}: gives no patient for {more} more exams, {exams.Length} in all; {remedy}");
    }
}
