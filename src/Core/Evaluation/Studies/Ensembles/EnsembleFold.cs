using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Evaluation.Studies.Ensembles;

/// <summary>The runs of an ensemble that have one fold, and what they predict together.</summary>
/// <param name="Fold">The fold, from 0.</param>
/// <param name="Members">Its runs.</param>
/// <param name="Test">The mean probabilities of the fold's test exams, which none of them was trained on; by name.</param>
/// <param name="Validation">Likewise of its validation exams; empty if it has none.</param>
public sealed record EnsembleFold(
    int Fold, IReadOnlyList<PredictedRun> Members, IReadOnlyList<ExamPrediction> Test, IReadOnlyList<ExamPrediction> Validation)
{
    internal static EnsembleFold Of(int fold, IReadOnlyList<PredictedRun> members)
    {
        IReadOnlyList<SplitPredictions> splits = members is [{ } only] ? only.Predictions : StudyEnsemble.Of(members).Splits;
        HashSet<string> trained = [.. members.SelectMany(run => run.AllTrained())];
        return new EnsembleFold(fold, members, Of(PredictedRun.Test), Of(PredictedRun.Validation));

        IReadOnlyList<ExamPrediction> Of(string name) =>
        [
            .. splits.Where(split => split.Split == name).SelectMany(split => split.Exams)
                .Where(exam => !trained.Contains(exam.Exam)).OrderBy(exam => exam.Exam, StringComparer.Ordinal),
        ];
    }
}
