using Angioboard.Core.Evaluation.Predictions;

namespace Angioboard.Core.Evaluation.Studies.Pooling;

/// <summary>The labelled test exams of a fold, predicted by one run.</summary>
/// <param name="Fold">The fold, from 0.</param>
/// <param name="Exams">Its exams by name; each has a label.</param>
public sealed record FoldPredictions(int Fold, IReadOnlyList<ExamPrediction> Exams);

/// <summary>
/// The out-of-fold predictions of a variant with one seed: each exam is predicted by the one run that has it in its test fold. They come
/// from as many models as there are folds, so scores of two folds must not be ranked together.
/// </summary>
/// <param name="Variant">The variant.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Folds">The folds that are finished, in order.</param>
/// <param name="Missing">The folds that are not.</param>
public sealed record OutOfFold(string Variant, long Seed, IReadOnlyList<FoldPredictions> Folds, IReadOnlyList<int> Missing)
{
    /// <summary>Joins the runs of every variant and seed that has any; in the order of the study's variants and seeds.</summary>
    /// <param name="study">The study.</param>
    /// <exception cref="InputException">
    /// A run is of no variant, seed or fold of the study, or is there twice; it lacks the test split or has other classes; an exam is in
    /// two folds, twice in one, or has two labels; runs of a fold have other exams; a patient is missing. Every problem is listed.
    /// </exception>
    public static IReadOnlyList<OutOfFold> Join(StudyPredictions study)
    {
        FoldCheck check = new(study);
        Dictionary<(string, long), SortedDictionary<int, FoldPredictions>> found = [];
        foreach (PredictedRun run in study.Runs)
        {
            if (check.Of(run) is not { } exams) continue;
            if (!found.TryGetValue((run.Variant, run.Seed), out SortedDictionary<int, FoldPredictions>? folds))
                found[(run.Variant, run.Seed)] = folds = [];
            folds[run.Fold] = new FoldPredictions(run.Fold, exams);
        }
        check.Require();
        return
        [
            .. from variant in study.Variants
               from seed in study.Seeds
               where found.ContainsKey((variant, seed))
               let folds = found[(variant, seed)]
               select new OutOfFold(variant, seed, [.. folds.Values],
                   [.. Enumerable.Range(0, study.Folds).Where(fold => !folds.ContainsKey(fold))]),
        ];
    }
}
