using System.Text.RegularExpressions;

namespace Angioboard.Core.Data;

/// <summary>
/// Tells whose exam an exam is. Two eyes of one patient are not independent: they belong in one split, and bootstrap intervals draw
/// them together.
/// </summary>
public sealed class PatientMap
{
    private const int NamedExams = 20;
    private const string Example = @"(\d+)_[LR]$";
    private static readonly TimeSpan longestMatch = TimeSpan.FromSeconds(1);

    private readonly string source;
    private readonly string remedy;
    private readonly Func<string, string?> patientOf;

    private PatientMap(string source, string remedy, Func<string, string?> patientOf) =>
        (this.source, this.remedy, this.patientOf) = (source, remedy, patientOf);

    /// <summary>Takes the value of the setting <c>patients</c>.</summary>
    /// <param name="patients">
    /// The path of a CSV file whose header names the columns <c>exam</c> and <c>patient</c>, or a regular expression that finds
    /// the patient in an exam's name (<c>Train/Train/17_L</c>) by its first group: <c>(\d+)_[LR]$</c>.
    /// </param>
    /// <exception cref="InputException">The file has problems (all are named), or the expression is invalid or has no group.</exception>
    public static PatientMap Parse(string patients)
    {
        if (IsTable(patients))
        {
            IReadOnlyDictionary<string, string> table = PatientTable.Read(patients);
            return new PatientMap(patients, "add it to the file", table.GetValueOrDefault);
        }
        string setting = $"patients: {patients}";
        try
        {
            Regex expression = new(patients, RegexOptions.CultureInvariant, longestMatch);
            if (expression.GetGroupNumbers().Length < 2)
                throw new InputException($"{setting}: the expression has no group; put the patient's part in parentheses: {Example}");
            return new PatientMap(setting, "mend the expression, or give a CSV file of exam,patient", exam => Match(expression, exam));
        }
        catch (RegexParseException e)
        {
            throw new InputException(
                $"{setting}: neither a file nor a regular expression: {e.Message.TrimEnd('.')}; give one like {Example} or a CSV file", e);
        }
    }

    /// <summary>Whether the setting names a CSV file and not a regular expression.</summary>
    internal static bool IsTable(string patients) => patients.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || File.Exists(patients);

    /// <summary>Each exam's patient, by the exam's name.</summary>
    /// <param name="splits">The names of the splits and of their exams.</param>
    /// <exception cref="InputException">Exams whose patient is not known, or a patient in two splits; it names all.</exception>
    public IReadOnlyDictionary<string, string> Assign(IEnumerable<(string Split, IEnumerable<string> Exams)> splits)
    {
        Problems problems = new(source);
        var patients = Assign(splits, problems);
        return problems.Count == 0 ? patients : throw new InputException(problems);
    }

    internal IReadOnlyDictionary<string, string> Assign(
        IEnumerable<(string Split, IEnumerable<string> Exams)> splits, ICollection<string> problems)
    {
        Dictionary<string, string> patients = [];
        List<(string Patient, string Exam, string Split)> known = [];
        List<string> unknown = [];
        try
        {
            foreach ((string split, IEnumerable<string> exams) in splits)
            {
                foreach (string exam in exams)
                {
                    if (patientOf(exam) is { Length: > 0 } patient) known.Add((patient, exam, split));
                    else unknown.Add(exam);
                }
            }
        }
        catch (RegexMatchTimeoutException e)
        {
            // The others would take as long.
            string limit = $"{longestMatch.TotalSeconds} s";
            problems.Add($"{source}: matching {e.Input} took over {limit}; write a simpler expression, without nested repeats");
            return patients;
        }

        AddUnknown([.. unknown.Distinct()], problems);
        foreach ((string patient, string exam, _) in known) patients[exam] = patient;
        foreach (var exams in known.GroupBy(exam => exam.Patient))
        {
            var first = exams.First();
            foreach (var other in exams.Where(exam => exam.Split != first.Split).DistinctBy(exam => exam.Split))
            {
                problems.Add($"{source}: the patient {exams.Key} is in two splits: {first.Exam} in {first.Split} and "
                    + $"{other.Exam} in {other.Split}; keep a patient's exams in one split");
            }
        }
        return patients;
    }

    private void AddUnknown(string[] exams, ICollection<string> problems)
    {
        foreach (string exam in exams.Take(NamedExams)) problems.Add($"{source}: tells no patient for the exam {exam}; {remedy}");
        int more = exams.Length - NamedExams;
        if (more > 0) problems.Add($"{source}: tells no patient for {more} more exams, {exams.Length} in all; {remedy}");
    }

    private static string? Match(Regex expression, string exam) =>
        expression.Match(exam) is { Success: true } match ? match.Groups[1].Value : null;
}
