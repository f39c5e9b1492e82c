using System.CommandLine;
using Angioboard.Core;
using Angioboard.Core.Data.Folds;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Evaluation.Studies.Pooling;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Studies.Planning;

namespace Angioboard.Jobs.CommandLine.Studies;

/// <summary>`study report`: what the finished runs say, as a table and as results.json.</summary>
internal static class ReportStudy
{
    public static Command Command()
    {
        Command command = new("report", "Say what the finished runs of a study show: figures, intervals, differences and the choice");
        Argument<string> folder = StudyVerb.Folder();
        Option<bool> json = new("--json") { Description = "Print results.json instead of tables" };
        Option<string?> open = SealedTest.OpenOption();
        command.Arguments.Add(folder);
        command.Options.Add(json);
        command.Options.Add(open);
        command.SetAction(async (parsed, cancellation) =>
        {
            StudyDirectory study = StudyDirectory.Open(parsed.GetValue(folder)!);
            IReadOnlyList<StudyCell> cells = study.Cells();
            SealedTest.Require(cells.Select(cell => cell.Folder).OfType<Core.RunFolders.RunFolder>(), parsed.GetValue(open));
            StudyResults results;
            await using (Screen screen = new(TimeProvider.System))
                results = StudyResults.Compute(Read(study, cells, cancellation), screen, cancellation);
            StudyResultsFile.Write(study.Results, results);
            if (parsed.GetValue(json)) Console.WriteLine(StudyResultsFile.Text(results));
            else new StudyTables(study, cells, results).Show();
            return ExitCode.Done;
        });
        return command;
    }

    private static StudyPredictions Read(StudyDirectory study, IReadOnlyList<StudyCell> cells, CancellationToken cancellation)
    {
        StudyPlan plan = study.Plan;
        FoldOptions options = StudyPlanning.Options(plan.Settings);
        StudyCell[] finished = [.. cells.Where(cell => cell.State == StudyRunState.Finished)];
        if (finished.Length == 0)
            throw new InputException($"{study.Path}: no run is finished yet; train them: angioboard study run {study.Path}");
        IReadOnlyList<string> classes = SettingsRules.Resolve(plan.Settings).ClassNames
            ?? [.. Enumerable.Range(0, options.NumClasses).Select(label => $"{label}")];
        Fold[] folds = plan.Folds is null ? [] : [.. Enumerable.Range(0, plan.Folds.Count).Select(fold =>
            ReadyFolds.Single(Path.Combine(study.Folds, $"{plan.Folds.NameOf(fold)}.json"), options, cancellation)
                with { Name = plan.Folds.NameOf(fold) })];
        bool curve = plan.Folds is CurveFolds;
        PredictedRun[] runs = [.. finished.Select(cell => new PredictedRun(
            curve ? plan.Folds!.NameOf(cell.Run.Fold!.Value) : cell.Run.Variant, curve ? 0 : cell.Run.Fold ?? 0, cell.Run.Seed,
            PredictionsFile.Read(cell.Folder!.Predictions, classes)))];
        if (curve && plan.Variants.Count > 1)
            throw new InputException($"{study.Path}: a learning curve of several variants is not reported as one; make a study for each");
        return new StudyPredictions
        {
            Classes = classes,
            Variants = curve ? [.. folds.Select(fold => fold.Name)] : [.. plan.Variants.Select(variant => variant.Name)],
            Baseline = curve ? null : plan.Baseline,
            Seeds = plan.Seeds,
            TrainExams = curve || folds.Length == 0
                ? [Math.Max(1, runs[0].Predictions.FirstOrDefault(split => split.Split == "train")?.Exams.Count ?? 1)]
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
}
