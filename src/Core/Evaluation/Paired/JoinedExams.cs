using System.Security.Cryptography;
using System.Text;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Predictions;

namespace Angioboard.Core.Evaluation.Paired;

/// <summary>
/// The labelled exams that all compared runs predicted, joined by name, in the order of their names: the order in the files changes
/// nothing.
/// </summary>
internal sealed class JoinedExams
{
    private const int LabelsShown = 20;

    private JoinedExams(string split, string[] names, NamedExams[] runs, int[] units, ExamCounts counts)
    {
        (Split, Names, Runs, Units, Counts) = (split, names, runs, units, counts);
        UnitCount = units.Max() + 1;
        Key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', names))));
    }

    public string Split { get; }

    /// <summary>The exams' names.</summary>
    public string[] Names { get; }

    /// <summary>Each run's predictions for them.</summary>
    public NamedExams[] Runs { get; }

    /// <summary>Each exam's patient, from 0; the exam itself if patients are unknown.</summary>
    public int[] Units { get; }

    public int UnitCount { get; }

    public ExamCounts Counts { get; }

    /// <summary>The checksum of the list of names.</summary>
    public string Key { get; }

    public ScoredExams First => Runs[0].Exams;

    /// <summary>The units for draws.</summary>
    public DrawnUnits Drawn =>
        new([.. Enumerable.Range(0, Units.Length).GroupBy(i => Units[i]).OrderBy(unit => unit.Key).Select(unit => unit.ToArray())]);

    /// <summary>Joins runs.</summary>
    /// <param name="runs">The runs, at least two.</param>
    /// <param name="split">The split's name.</param>
    /// <param name="patients">Patient of every exam; null if patients are unknown.</param>
    /// <exception cref="InputException">
    /// Names are not unique, an exam is listed twice, labels or classes differ, patients are missing, or no exams or one unit are left.
    /// </exception>
    public static JoinedExams Of(IReadOnlyList<PairedRun> runs, string split, IReadOnlyDictionary<string, string>? patients)
    {
        if (runs.Count < 2) throw new InputException("one run cannot be compared; give two or more");
        Problems problems = new(split);
        Dictionary<string, ExamPrediction>[] exams = [.. runs.Select(run => ByName(run, problems))];
        foreach (IGrouping<string, PairedRun> same in runs.GroupBy(run => run.Name).Where(group => group.Skip(1).Any()))
            problems.Add($"{same.Count()} runs are called {same.Key}; give each its own name, as in NAME=PATH");
        foreach (PairedRun run in runs.Where(run => ComparisonFile.Reserved.Contains(run.Name)))
            problems.Add($"no run can be called {run.Name}, a name that comparison.json uses; give it another, as in NAME=PATH");
        int[] classes = [.. runs.Select(run => run.Exams.Count == 0 ? 0 : run.Exams[0].Probabilities.Length)];
        for (int run = 1; run < runs.Count; run++)
        {
            if (classes[run] != classes[0] && runs[run].Exams.Count > 0 && runs[0].Exams.Count > 0)
                problems.Add(
                    $"{runs[run].Name} has {classes[run]} classes, but {runs[0].Name} has {classes[0]}; compare runs of the same classes");
        }
        if (problems.Count > 0) throw new InputException(problems);

        string[] all = [.. exams.SelectMany(run => run.Keys).Distinct()];
        string[] common =
            [.. exams[0].Keys.Where(exam => Array.TrueForAll(exams, run => run.ContainsKey(exam))).Order(StringComparer.Ordinal)];
        if (common.Length == 0)
            throw new InputException(
                $"{split}: no exam was predicted by all runs; compare runs on the same exams, which are joined by name");
        string[] apart = [.. common.Select(exam => OtherLabels(exam, runs, exams)).OfType<string>()];
        foreach (string problem in apart.Take(LabelsShown)) problems.Add(problem);
        if (apart.Length > LabelsShown)
            problems.Add($"{split}: {apart.Length - LabelsShown} more exams have other labels, {apart.Length} in all; compare runs on the "
                + "same labels");
        string[] labelled = [.. common.Where(exam => exams[0][exam].Label is not null)];
        foreach (string exam in labelled.Where(exam => patients is not null && !patients.ContainsKey(exam)))
            problems.Add($"{split}: no patient is known for the exam {exam}; add it to the patients");
        if (problems.Count > 0) throw new InputException(problems);
        if (labelled.Length == 0)
            throw new InputException($"{split}: none of the exams has a label, so there is nothing to compare; give the labels of some");

        int[] units = Number([.. labelled.Select(exam => patients is null ? exam : patients[exam])]);
        if (units.Max() == 0)
            throw new InputException(patients is null
                ? $"{split}: one exam says nothing of a difference; compare runs on more exams"
                : $"{split}: all exams are of one patient, which says nothing of a difference; compare runs on more patients");
        OrderedDictionary<string, int> missing = [];
        for (int run = 0; run < runs.Count; run++) missing[runs[run].Name] = all.Length - exams[run].Count;
        ExamCounts counts = new(labelled.Length, all.Length, common.Length - labelled.Length, missing);
        NamedExams[] named = [.. runs.Select((run, r) => Named(run.Name, labelled, exams[r], classes[0]))];
        return new JoinedExams(split, labelled, named, units, counts);
    }

    private static Dictionary<string, ExamPrediction> ByName(PairedRun run, Problems problems)
    {
        Dictionary<string, ExamPrediction> exams = new(run.Exams.Count);
        foreach (ExamPrediction exam in run.Exams)
            if (!exams.TryAdd(exam.Exam, exam)) problems.Add($"{run.Name}: the exam {exam.Exam} is listed twice; keep one of its rows");
        return exams;
    }

    private static string? OtherLabels(string exam, IReadOnlyList<PairedRun> runs, Dictionary<string, ExamPrediction>[] exams)
    {
        int? label = exams[0][exam].Label;
        for (int run = 1; run < runs.Count; run++)
        {
            if (exams[run][exam].Label == label) continue;
            return $"{exam}: {Text(label)} in {runs[0].Name}, {Text(exams[run][exam].Label)} in {runs[run].Name}; "
                + "compare runs on the same labels";
        }
        return null;

        static string Text(int? label) => label is { } c ? $"label {c}" : "no label";
    }

    private static int[] Number(string[] units)
    {
        Dictionary<string, int> numbers = [];
        foreach (string unit in units) numbers.TryAdd(unit, numbers.Count);
        return [.. units.Select(unit => numbers[unit])];
    }

    private static NamedExams Named(string name, string[] exams, Dictionary<string, ExamPrediction> run, int classes) => new(name,
        new ScoredExams([.. exams.Select(exam => run[exam].Label!.Value)], [.. exams.Select(exam => run[exam].Probabilities)], classes));
}
