using Angioboard.Core;
using Angioboard.Core.Data.Folds;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Studies.Pooling;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;

namespace Angioboard.Jobs.Studies.Results;

/// <summary>Reads what a study's results follow from: its folds and the predictions of its finished runs.</summary>
public static class StudyReading
{
    private const string Train = "train", Test = "test";

    /// <summary>Reads a study whose plan and folds are valid.</summary>
    /// <param name="study">The study.</param>
    /// <param name="finished">Its finished runs, at least one.</param>
    /// <param name="options">How its folds are read.</param>
    /// <param name="cancellation">Stops between two files.</param>
    /// <exception cref="InputException">A file cannot be read, or is of exams of another fold.</exception>
    public static StudyPredictions Read(
        StudyDirectory study, IReadOnlyList<PredictedFolder> finished, FoldOptions options, CancellationToken cancellation)
    {
        StudyPlan plan = study.Plan;
        bool curve = plan.Folds is CurveFolds;
        IReadOnlyList<string> classes = SettingsRules.Resolve(plan.Settings).ClassNames
            ?? [.. Enumerable.Range(0, options.NumClasses).Select(label => $"{label}")];
        Fold[] folds = plan.Folds is null ? [] : [.. Enumerable.Range(0, plan.Folds.Count).Select(fold =>
            ReadyFolds.Single(Path.Combine(study.Folds, $"{plan.Folds.NameOf(fold)}.json"), options, cancellation)
                with { Name = plan.Folds.NameOf(fold) })];
        HashSet<string>[] tests = [.. folds.Select(fold => fold.Test.Select(exam => exam.Name).ToHashSet())];
        PredictedRun[] runs = [.. finished.Select(run =>
        {
            cancellation.ThrowIfCancellationRequested();
            IReadOnlyList<SplitPredictions> predictions = PredictionsFile.Read(run.Folder.Predictions, classes);
            if (run.Fold is { } of) RequireTest(run.Folder, predictions, folds[of], tests[of]);
            return new PredictedRun(curve ? plan.Folds!.NameOf(run.Fold!.Value) : run.Variant, curve ? 0 : run.Fold ?? 0, run.Seed,
                predictions);
        })];
        return new StudyPredictions
        {
            Classes = classes,
            Variants = curve ? [.. folds.Select(fold => fold.Name)] : [.. plan.Variants.Select(variant => variant.Name)],
            Baseline = curve ? null : plan.Baseline,
            Seeds = plan.Seeds,
            TrainExams = curve || folds.Length == 0
                ? [Math.Max(1, runs[0].Predictions.FirstOrDefault(split => split.Split == Train)?.Exams.Count ?? 1)]
                : [.. folds.Select(fold => fold.Train.Count)],
            Runs = runs,
            Patients = options.Patients?.Assign(
                [("", runs.SelectMany(run => run.Predictions).SelectMany(split => split.Exams).Select(exam => exam.Exam).Distinct())],
                cancellation),
            Metric = plan.Selection.Metric,
            TrainPatients = curve
                ? folds.ToDictionary(fold => fold.Name, fold => fold.Train.Select(exam => exam.Patient).Distinct().Count())
                : null,
        };
    }

    // The run may be one of another study, which somebody copied here.
    private static void RequireTest(RunFolder run, IReadOnlyList<SplitPredictions> predictions, Fold fold, HashSet<string> test)
    {
        IEnumerable<string> predicted = predictions.Where(split => split.Split == Test).SelectMany(split => split.Exams)
            .Select(exam => exam.Exam);
        if (!test.SetEquals(predicted))
            throw new InputException($"{run.Predictions}: has other test exams than {fold.FileName}, so it is no run of this study; move "
                + "its folder away, and train the run again");
    }
}
