using Angioboard.Core;
using Angioboard.Core.Data.Folds;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Evaluation.Studies.Pooling;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Studies;
using Angioboard.Jobs.CommandLine.Studies;
using Angioboard.Jobs.Papers.CrossValidation;
using Angioboard.Jobs.Papers.Study;
using Angioboard.Jobs.Papers.Writing;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Studies.Planning;

namespace Angioboard.Jobs.CommandLine.Reporting;

/// <summary>The paper kit of a study.</summary>
internal static class StudyKit
{
    /// <summary>Computes the results of the finished runs and writes about them.</summary>
    /// <param name="given">What was given to `report`: the study alone.</param>
    /// <param name="choice">Options, which a study does not take.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="InputException">
    /// More is given, the study cannot be read, its test split is sealed, or no run is finished.
    /// </exception>
    public static Paper Of(
        IReadOnlyList<string> given, ReportChoice choice, IProgress<StageProgress> progress, CancellationToken cancellation)
    {
        Require(given, choice);
        StudyDirectory study = StudyDirectory.Open(given[0]);
        IReadOnlyList<StudyCell> cells = study.Cells();
        if (cells.Select(cell => cell.Folder).OfType<RunFolder>().Select(folder => (Folder: folder, Seal: TestSealFile.Closed(folder)))
            .FirstOrDefault(found => found.Seal is not null) is ({ } hidden, { } seal))
            throw new InputException($"{hidden.Path}: {SealedTest.Words(seal)}; reveal it first: angioboard study report {study.Path} "
                + "--open-seal REASON");
        StudyPredictions predictions = ReportStudy.Read(study, cells, cancellation);
        StudyResults results = StudyResults.Compute(predictions, progress, cancellation);
        return CrossValidationPaper.Of(new PaperCrossValidation(study, ReportedStudy.Of(ReportStudy.NameOf(study), results, predictions),
            Folds(study, cancellation), Model(study, cells)));
    }

    private static void Require(IReadOnlyList<string> given, ReportChoice choice)
    {
        List<string> problems = [];
        if (given.Count > 1) problems.Add($"{given.First(StudyPrediction.Is)}: a study is reported alone; write a kit for each");
        if (choice.Reference is not null) problems.Add("--reference: a study has its own baseline; leave the option out");
        if (choice.Split != TestSeal.Split)
            problems.Add("--split: a study reports the test exams of its folds; leave the option out, or report one of its runs");
        if (choice.Check is not null)
            problems.Add("--check: goes into the kit of a run; leave the option out, or report one of the study's runs");
        if (problems.Count > 0) throw new InputException(problems);
    }

    private static IReadOnlyList<Fold> Folds(StudyDirectory study, CancellationToken cancellation)
    {
        if (study.Plan.Folds is not { } folds) return [];
        FoldOptions options = StudyPlanning.Options(study.Plan.Settings);
        return [.. Enumerable.Range(0, folds.Count).Select(fold =>
            ReadyFolds.Single(Path.Combine(study.Folds, $"{folds.NameOf(fold)}.json"), options, cancellation)
                with { Name = folds.NameOf(fold) })];
    }

    private static TrainedRun Model(StudyDirectory study, IReadOnlyList<StudyCell> cells)
    {
        StudyCell[] finished = [.. cells.Where(cell => cell.State == StudyRunState.Finished)];
        StudyCell chosen = finished.FirstOrDefault(cell => cell.Run.Variant == study.Plan.Baseline) ?? finished[0];
        return TrainedRun.Read(chosen.Folder!.Name, chosen.Folder);
    }
}
