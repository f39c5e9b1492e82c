using Angioboard.Core.Evaluation.Predictions;

namespace Angioboard.Core.Hygiene.Shortcuts;

/// <summary>
/// A run's macro-averaged area from pairs of exams with as many frames of the same size only: what is left when a model cannot use these.
/// </summary>
/// <param name="Auc">The mean over the classes that have pairs, of the second alone where there are two; a tie counts one half.</param>
/// <param name="Pairs">Pairs of an exam of a class and one of another, in the same stratum, over all classes.</param>
/// <param name="AllPairs">The same whatever the stratum.</param>
public sealed record StratifiedArea(double Auc, long Pairs, long AllPairs)
{
    /// <summary>Computes it; null where no two exams of different classes are in one stratum.</summary>
    /// <param name="exams">The run's predictions for a split.</param>
    /// <param name="strata">The stratum of each exam; exams without one are left out.</param>
    public static StratifiedArea? Of(IReadOnlyList<ExamPrediction> exams, IReadOnlyDictionary<string, Stratum> strata)
    {
        ExamPrediction[] known = [.. exams.Where(exam => exam.Label is not null && strata.ContainsKey(exam.Exam))];
        if (known.Length == 0) return null;
        int classes = known[0].Probabilities.Length;
        List<double> areas = [];
        long pairs = 0, all = 0;
        for (int c = classes == 2 ? 1 : 0; c < classes; c++)
        {
            (long won, long compared) = (0, 0);
            foreach (IGrouping<Stratum, ExamPrediction> alike in known.GroupBy(exam => strata[exam.Exam]))
            {
                foreach (ExamPrediction own in alike.Where(exam => exam.Label == c))
                {
                    foreach (ExamPrediction other in alike.Where(exam => exam.Label != c))
                    {
                        won += 1 + own.Probabilities[c].CompareTo(other.Probabilities[c]);
                        compared++;
                    }
                }
            }
            if (compared > 0) areas.Add(won / (2.0 * compared));
            pairs += compared;
            long positives = known.Count(exam => exam.Label == c);
            all += positives * (known.Length - positives);
        }
        return areas.Count == 0 ? null : new StratifiedArea(areas.Average(), pairs, all);
    }
}
