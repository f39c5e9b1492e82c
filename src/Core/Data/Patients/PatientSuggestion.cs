using System.Text.RegularExpressions;

namespace Angioboard.Core.Data.Patients;

/// <summary>An expression that exams' names suggest, because all of them look like a patient and an eye: <c>22_L</c>.</summary>
/// <param name="Expression">The expression, as for the setting <c>patients</c>.</param>
/// <param name="Example">An exam's name, without its folders.</param>
/// <param name="Patients">How many patients it finds.</param>
/// <param name="Shared">How many of them have exams in two splits or more.</param>
/// <param name="FirstShared">The first of those, with its splits: <c>22 in train and test</c>; null for none.</param>
public sealed record PatientSuggestion(string Expression, string Example, int Patients, int Shared, string? FirstShared)
{
    private static readonly string[] expressions =
        [PatientExpression.Example, @"(\d+)_O[DS]$", @"([^/]+)_[LR]$", @"([^/]+)_O[DS]$"];

    /// <summary>The expression that fits all exams; null if none does.</summary>
    /// <param name="splits">The names of the splits and of their exams.</param>
    public static PatientSuggestion? Of(IReadOnlyList<(string Split, string Exam)> splits) =>
        splits.Count < 2 ? null : expressions.Select(expression => Try(expression, splits)).FirstOrDefault(found => found is not null);

    /// <summary>What it finds, in one sentence.</summary>
    public string Finding => $"The expression {Expression} finds {Patients} {(Patients == 1 ? "patient" : "patients")}"
        + (FirstShared is null ? "." : Shared == 1
            ? $", one of them in more than one split: {FirstShared}."
            : $", {Shared} of them in more than one split, such as {FirstShared}.");

    private static PatientSuggestion? Try(string text, IReadOnlyList<(string Split, string Exam)> splits)
    {
        Regex expression = new(text, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        Dictionary<string, HashSet<string>> patients = [];
        foreach ((string split, string exam) in splits)
        {
            if (expression.Match(exam) is not { Success: true } match) return null;
            string patient = match.Groups[1].Value;
            if (!patients.TryGetValue(patient, out HashSet<string>? homes)) patients[patient] = homes = [];
            homes.Add(split);
        }
        KeyValuePair<string, HashSet<string>>[] shared = [.. patients.Where(patient => patient.Value.Count > 1)];
        return new PatientSuggestion(
            text, splits[0].Exam[(splits[0].Exam.LastIndexOf('/') + 1)..], patients.Count, shared.Length,
            shared.Length == 0 ? null : $"{shared[0].Key} in {string.Join(" and ", shared[0].Value)}");
    }
}
