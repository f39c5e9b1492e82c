using Angioboard.Core;
using Angioboard.Core.Data.Folds;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Calibrating;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Studies.Ensembles;
using Angioboard.Core.Evaluation.Studies.Pooling;
using Angioboard.Core.Studies;
using Angioboard.Core.Studies.Ensembles;
using Angioboard.Jobs.Studies.Results;

namespace Angioboard.Jobs.Studies.Ensembles;

/// <summary>Makes ensembles: reads the members' predictions, averages, evaluates, and writes the folder.</summary>
public static class EnsembleMaker
{
    // As in the predictions of a run.
    private const string Test = "test";

    /// <summary>Makes an ensemble, or makes it again. Its folder appears with its complete content, or not at all.</summary>
    /// <param name="study">The study.</param>
    /// <param name="chosen">The runs.</param>
    /// <param name="options">How the study's folds are read.</param>
    /// <param name="by">Who makes it.</param>
    /// <param name="at">When.</param>
    /// <param name="progress">Receives the progress, on any thread.</param>
    /// <param name="cancellation">Stops it; nothing is written then.</param>
    /// <exception cref="InputException">
    /// Files of the runs cannot be read or do not fit together, or the folder cannot be written to. All problems are listed.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static (EnsembleFolder Folder, EnsembleRecord Record) Make(StudyDirectory study, ChosenRuns chosen, FoldOptions options,
        string by, DateTimeOffset at, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        RecordedMember[] members = [.. chosen.Members.Select(run => Recorded(run, cancellation))];
        StudyPredictions read = StudyReading.Read(study, chosen.Members, options, cancellation);
        FoldedEnsemble ensemble = FoldedEnsemble.Of(read,
            [.. read.Runs.Zip(chosen.Members, (run, member) => run with { Trained = TrainedExams.Read(member.Folder.Split, options) })],
            cancellation);
        EnsembleReport report = EnsembleReport.Of(ensemble,
            fold => study.Plan.Folds is null or CurveFolds ? Test : study.Plan.Folds.NameOf(fold),
            new EvaluationOptions(read.Classes, read.Patients), progress, cancellation);
        EnsembleRecord record = new()
        {
            Rule = EnsembleRecord.MeanOfProbabilities,
            Variant = chosen.Variant,
            Members = members,
            Classes = read.Classes,
            Metric = read.Metric,
            Figures = ensemble.Figures,
            MadeAt = at,
            MadeBy = by,
        };
        EnsembleFolder folder = EnsembleFolder.Of(study.Path, chosen.Name);
        folder.Write(fresh =>
        {
            PredictionsFile.Write(fresh.Files.Predictions, report.Predictions);
            if (report.Evaluation is { } evaluation) EvaluationFile.Write(fresh.Files.Evaluation, evaluation);
            if (report.Calibration is { } calibration) CalibrationFile.Write(fresh.Files.Calibration, calibration);
            EnsembleFile.Write(fresh.Record, record);
        });
        return (folder, record);
    }

    private static RecordedMember Recorded(PredictedFolder run, CancellationToken cancellation)
    {
        string? weights = MemberFiles.Weights(run.Folder);
        return new RecordedMember(run.Folder.Name, run.Variant, run.Fold, run.Seed,
            MemberFiles.Hash(run.Folder.Predictions, cancellation), weights is null ? null : Path.GetFileName(weights),
            weights is null ? null : MemberFiles.Hash(weights, cancellation));
    }
}
