using Angioboard.Core.Evaluation.Calibrating;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Evaluation.Studies.Ensembles;

/// <summary>
/// The predictions and the evaluation of an ensemble in the shape of a run's. It is calibrated after averaging, as means of calibrated
/// probabilities are not calibrated (Rahaman and Thiery, 2021).
/// </summary>
/// <param name="Predictions">
/// The predictions. Several folds have a split each, since scores of different models cannot be ranked together; one has its validation
/// exams too.
/// </param>
/// <param name="Evaluation">The evaluation; null if no exam has a label.</param>
/// <param name="Calibration">The calibration; null for several folds, which each have their own.</param>
public sealed record EnsembleReport(
    IReadOnlyList<SplitPredictions> Predictions, EvaluationReport? Evaluation, RunCalibration? Calibration)
{
    private const string ByFold = "Each fold has its own models. Its thresholds and its calibration were set on its own validation exams, "
        + "after averaging.";

    /// <summary>Evaluates an ensemble.</summary>
    /// <param name="ensemble">The ensemble.</param>
    /// <param name="nameOf">What the split of a fold is called.</param>
    /// <param name="options">Classes, patients and resamples.</param>
    /// <param name="progress">Receives the progress after each split.</param>
    /// <param name="cancellation">Stops between two resamples.</param>
    /// <exception cref="InputException">A labelled exam has no patient although patients are given.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static EnsembleReport Of(FoldedEnsemble ensemble, Func<int, string> nameOf, EvaluationOptions options,
        IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        bool single = ensemble.Folds.Count == 1;
        SplitPredictions[] tests = [.. ensemble.Folds.Select(fold => new SplitPredictions(nameOf(fold.Fold), fold.Test))];
        SplitPredictions[] validations = [.. ensemble.Folds.Select(fold => new SplitPredictions(PredictedRun.Validation, fold.Validation))];
        SplitPredictions[] all = single && validations[0].Exams.Count > 0 ? [validations[0], tests[0]] : tests;
        if (all.All(split => split.Exams.All(exam => exam.Label is null))) return new EnsembleReport(all, null, null);
        List<EvaluationReport> reports = [];
        RunCalibration? calibration = null;
        foreach ((int f, SplitPredictions test) in tests.Index())
        {
            cancellation.ThrowIfCancellationRequested();
            if (!single && test.Exams.All(exam => exam.Label is null)) continue;
            (EvaluationReport report, calibration) = Evaluator.Calibrate(
                validations[f].Exams.Count > 0 ? [validations[f], test] : [test], options, progress, cancellation);
            reports.Add(report);
        }
        return single ? new EnsembleReport(all, reports[0], calibration) : new EnsembleReport(all, Joined(reports), null);
    }

    private static EvaluationReport Joined(List<EvaluationReport> folds) => folds[0] with
    {
        ThresholdSplit = folds.Select(fold => fold.ThresholdSplit).FirstOrDefault(split => split is not null),
        Notes = [.. folds.SelectMany(fold => fold.Notes).Distinct(), ByFold],
        Splits = new OrderedDictionary<string, SplitReport>(folds.SelectMany(fold => fold.Splits)
            .Where(split => split.Key != PredictedRun.Validation)),
    };
}
