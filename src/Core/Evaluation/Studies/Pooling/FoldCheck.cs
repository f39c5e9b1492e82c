using Angioboard.Core.Evaluation.Predictions;

namespace Angioboard.Core.Evaluation.Studies.Pooling;

/// <summary>Checks the test predictions of runs while they are joined, and collects every problem.</summary>
internal sealed class FoldCheck(StudyPredictions study)
{
    private readonly Problems problems = new("study");
    private readonly HashSet<(string, int, long)> runs = [];
    private readonly Dictionary<string, (int Fold, PredictedRun Run)> folds = [];
    private readonly Dictionary<string, (int? Label, PredictedRun Run)> labels = [];
    private readonly Dictionary<int, (HashSet<string> Exams, PredictedRun Run)> first = [];

    /// <summary>The run's labelled test exams by name; null where they cannot be used.</summary>
    public IReadOnlyList<ExamPrediction>? Of(PredictedRun run)
    {
        int before = problems.Found;
        if (!study.Variants.Contains(run.Variant))
            problems.Add($"{run.Name}: the study has no variant {run.Variant}; leave the run out, or add the variant");
        else if (!study.SeedsOf(run.Variant).Contains(run.Seed))
            problems.Add($"{run.Name}: the study has no seed {run.Seed}; leave the run out, or add the seed");
        else if (run.Fold < 0 || run.Fold >= study.Folds)
            problems.Add($"{run.Name}: the study has {study.Folds} folds, counted from 0; leave the run out, or add the fold");
        else if (!runs.Add((run.Variant, run.Fold, run.Seed)))
            problems.Add($"{run.Name}: there are two such runs; leave one out");
        if (problems.Found > before) return null;
        if (run.Of(PredictedRun.Test) is not { } exams)
        {
            problems.Add($"{run.Name}: its predictions lack the split test; predict it, or run it again");
            return null;
        }
        foreach (ExamPrediction exam in run.Of(PredictedRun.Validation) ?? []) Shape(run, exam);
        foreach (ExamPrediction exam in exams) Exam(run, exam);
        SameExams(run, exams);
        return problems.Found > before
            ? null
            : [.. exams.Where(exam => exam.Label is not null).OrderBy(exam => exam.Exam, StringComparer.Ordinal)];
    }

    /// <summary>Refuses the study if a problem was found.</summary>
    public void Require()
    {
        if (problems.Count > 0) throw new InputException(problems);
    }

    private void Shape(PredictedRun run, ExamPrediction exam)
    {
        if (exam.Probabilities.Length != study.Classes.Count)
            problems.Add($"{run.Name}: {exam.Exam} has {exam.Probabilities.Length} probabilities, but the study has {study.Classes.Count} "
                + "classes; compare runs of the same classes");
        if (exam.Label is { } label && (label < 0 || label >= study.Classes.Count))
            problems.Add($"{run.Name}: {exam.Exam} has the label {label}, but the study has {study.Classes.Count} classes, counted from 0; "
                + "give the same split files to all runs");
    }

    private void Exam(PredictedRun run, ExamPrediction exam)
    {
        Shape(run, exam);
        if (!folds.TryAdd(exam.Exam, (run.Fold, run)) && folds[exam.Exam] is (int fold, PredictedRun other) && fold != run.Fold)
            problems.Add($"{exam.Exam} is in the test split of two folds: {other.Name}, and {run.Name}; each exam is tested once");
        if (!labels.TryAdd(exam.Exam, (exam.Label, run)) && labels[exam.Exam] is var (known, with) && known != exam.Label)
            problems.Add($"{exam.Exam}: {Text(known)} in {with.Name}; {Text(exam.Label)} in {run.Name}; give the same split files to all");
        else if (exam.Label is not null && study.Patients is { } patients && !patients.ContainsKey(exam.Exam))
            problems.Add($"{run.Name}: no patient is known for {exam.Exam}; add it to the patients");
    }

    // The folds are files, the same for all runs: what one run lacks is a fault, and would make figures of other exams.
    private void SameExams(PredictedRun run, IReadOnlyList<ExamPrediction> exams)
    {
        HashSet<string> names = new(exams.Count);
        foreach (ExamPrediction exam in exams)
            if (!names.Add(exam.Exam)) problems.Add($"{run.Name}: {exam.Exam} is listed twice; keep one of its rows");
        if (first.TryAdd(run.Fold, (names, run))) return;
        (HashSet<string> known, PredictedRun other) = first[run.Fold];
        if (known.FirstOrDefault(exam => !names.Contains(exam)) is { } lacking)
            problems.Add($"{run.Name}: {Count(known.Count(exam => !names.Contains(exam)))} missing that {other.Name} has, such as "
                + $"{lacking}; predict the whole fold");
        if (names.FirstOrDefault(exam => !known.Contains(exam)) is { } more)
            problems.Add($"{other.Name}: {Count(names.Count(exam => !known.Contains(exam)))} missing that {run.Name} has, such as "
                + $"{more}; predict the whole fold");
    }

    private static string Count(int exams) => exams == 1 ? "1 exam is" : $"{exams} exams are";

    private static string Text(int? label) => label is { } c ? $"label {c}" : "no label";
}
