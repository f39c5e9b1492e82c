namespace Angioboard.Core.Evaluation.Metrics;

/// <summary>
/// A threshold of one class's probability, set on one split and applied to others. Candidates are the probabilities of the
/// split's exams; an exam at or above the threshold counts as positive. Among those with at least the required specificity, the ones with
/// the highest sensitivity are chosen, and of these the highest threshold.
/// </summary>
internal static class OperatingPoint
{
    /// <summary>
    /// The threshold; +∞ if no finite threshold is specific enough; null where the class or the rest has no exams.
    /// </summary>
    /// <param name="exams">The split to set it on.</param>
    /// <param name="c">The class.</param>
    /// <param name="percent">Minimum specificity in percent.</param>
    public static double? Threshold(ScoredExams exams, int c, int percent)
    {
        (long[] fp, long[] tp) = ClassCurves.Called(exams, c);
        if (tp[^1] == 0 || fp[^1] == 0) return null;

        ScoreOrder order = exams.ClassOrders[c];
        double threshold = double.PositiveInfinity;
        long most = 0;
        for (int i = 0; i < tp.Length && 100 * (fp[^1] - fp[i]) >= percent * fp[^1]; i++)
        {
            if (tp[i] <= most) continue;
            most = tp[i];
            threshold = exams.Probabilities[order.Entries[order.GroupEnds[^(i + 1)] - 1]][c];
        }
        return threshold;
    }

    /// <summary>Sensitivity and specificity of a threshold; NaN if the class or the rest has no exams.</summary>
    public static (double Sensitivity, double Specificity) Apply(ScoredExams exams, int c, double threshold)
    {
        long positives = 0, called = 0, negatives = 0, spared = 0;
        for (int i = 0; i < exams.Count; i++)
        {
            bool calledPositive = exams.Probabilities[i][c] >= threshold;
            if (exams.Labels[i] == c)
            {
                positives++;
                if (calledPositive) called++;
            }
            else
            {
                negatives++;
                if (!calledPositive) spared++;
            }
        }
        return ((double)called / positives, (double)spared / negatives);
    }
}
