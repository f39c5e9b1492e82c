namespace Angioboard.Core.Evaluation.Metrics;

/// <summary>
/// A threshold of one class's probability, set on one split and applied to others; an exam at or above it counts as positive. It lies half
/// way between two scores: one that lies on the lowest positive exam misses the next such patient whose score is a little lower.
/// </summary>
internal static class OperatingPoint
{
    /// <summary>
    /// By the other classes' exams alone. With n of them, of which k may be called positive (k is the whole part of n times the share
    /// allowed): the middle between the (k + 1)-th highest of their scores and the next distinct score above it in the split; +∞ if
    /// there is none above. Null where the rest has no exams.
    /// </summary>
    /// <param name="exams">The split to set it on.</param>
    /// <param name="c">The class.</param>
    /// <param name="percent">Minimum specificity in percent.</param>
    public static double? Threshold(ScoredExams exams, int c, int percent)
    {
        double[] scores = [.. exams.Probabilities.Select(row => row[c])];
        double[] others = [.. scores.Where((_, i) => exams.Labels[i] != c).OrderDescending()];
        if (others.Length == 0) return null;

        double spared = others[(int)((100L - percent) * others.Length / 100)];
        double above = scores.Where(score => score > spared).DefaultIfEmpty(double.PositiveInfinity).Min();
        double middle = spared + (above - spared) / 2;
        return middle > spared ? middle : above;
    }

    /// <summary>
    /// The threshold with the largest Youden index, sensitivity + specificity − 1: the middle between two scores, and of equal
    /// ones the highest. Null where the class or the rest has no exams.
    /// </summary>
    /// <param name="exams">The split to set it on.</param>
    /// <param name="c">The class.</param>
    public static double? Youden(ScoredExams exams, int c) =>
        Best(exams, c, (found, wrong, positives, negatives) => (double)found * negatives - (double)wrong * positives);

    /// <summary>The threshold with the largest F1, likewise.</summary>
    /// <param name="exams">The split to set it on.</param>
    /// <param name="c">The class.</param>
    public static double? LargestF1(ScoredExams exams, int c) =>
        Best(exams, c, (found, wrong, positives, _) => 2.0 * found / (found + wrong + positives));

    /// <summary>The share of the class among the exams that are positive at a threshold; NaN if none is.</summary>
    public static double Precision(ScoredExams exams, int c, double threshold)
    {
        int[] positive = [.. Enumerable.Range(0, exams.Count).Where(i => exams.Probabilities[i][c] >= threshold)];
        return (double)positive.Count(i => exams.Labels[i] == c) / positive.Length;
    }

    private static double? Best(ScoredExams exams, int c, Func<int, int, int, int, double> worth)
    {
        int[] order = [.. Enumerable.Range(0, exams.Count).OrderByDescending(i => exams.Probabilities[i][c])];
        int positives = exams.Labels.Count(label => label == c), negatives = exams.Count - positives, found = 0, wrong = 0;
        if (positives == 0 || negatives == 0) return null;
        double best = double.NegativeInfinity, threshold = 0;
        for (int i = 0; i < order.Length; i++)
        {
            if (exams.Labels[order[i]] == c) found++;
            else wrong++;
            double score = exams.Probabilities[order[i]][c], below = i + 1 < order.Length ? exams.Probabilities[order[i + 1]][c] : 0;
            if (below == score && i + 1 < order.Length) continue;
            if (worth(found, wrong, positives, negatives) is var here && here <= best) continue;
            best = here;
            double middle = below + (score - below) / 2;
            threshold = middle > below ? middle : score;
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
