using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Evaluation.Studies.Ensembles;

/// <summary>
/// The ensemble of chosen runs of a study, on the exams outside their folds: each exam has the mean probabilities of those runs that have
/// it in their test, none of which was trained on it. Exams of no fold are predicted by all runs, elsewhere.
/// </summary>
/// <param name="Folds">The folds that have runs, in order.</param>
/// <param name="Figures">Its figures beside the mean of its members'; null if no exam has a label.</param>
public sealed record FoldedEnsemble(IReadOnlyList<EnsembleFold> Folds, EnsembleFigures? Figures)
{
    /// <summary>Averages runs of a study.</summary>
    /// <param name="study">The study.</param>
    /// <param name="members">The runs, at least two.</param>
    /// <param name="cancellation">Stops between two draws.</param>
    /// <exception cref="InputException">
    /// There are fewer than two, a run was trained on an exam of its own test, or they do not fit together
    /// (<see cref="OutOfFold.Join"/>). Every problem is listed.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static FoldedEnsemble Of(
        StudyPredictions study, IReadOnlyList<PredictedRun> members, CancellationToken cancellation = default)
    {
        if (members.Count < 2) throw new InputException("an ensemble of one run is that run; choose two or more");
        RequireUntrained(members);
        IReadOnlyList<OutOfFold> joined = OutOfFold.Join(study with { Runs = members });
        return new FoldedEnsemble(
            [.. members.GroupBy(run => run.Fold).OrderBy(fold => fold.Key).Select(fold => EnsembleFold.Of(fold.Key, [.. fold]))],
            EnsembleFigures.Of(joined, study.Classes, study.Patients, study.Resamples, cancellation));
    }

    // Left out, such an exam would only be missing; the run's folder is not what the study says, so nothing of it can be trusted.
    private static void RequireUntrained(IReadOnlyList<PredictedRun> members)
    {
        Problems problems = new("ensemble");
        foreach (PredictedRun run in members)
        {
            HashSet<string> trained = run.AllTrained();
            foreach (ExamPrediction exam in (run.Of(PredictedRun.Test) ?? []).Where(exam => trained.Contains(exam.Exam)))
                problems.Add($"{exam.Exam}: {run.Name} was trained on it, so its prediction of it cannot be averaged; train the run again, "
                    + "or leave it out");
        }
        if (problems.Count > 0) throw new InputException(problems);
    }
}
