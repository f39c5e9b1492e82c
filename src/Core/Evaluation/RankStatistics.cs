namespace Angioboard.Core.Evaluation;

/// <summary>
/// Areas under ROC curves and average precisions of all classes, from one pass over each class's sorted scores.
/// The area is the Mann-Whitney statistic, in which a tie counts one half.
/// </summary>
internal sealed class RankStatistics
{
    private readonly int classes;
    private readonly long[] support;
    private readonly long total;

    // Twice the pairs (exam of class c, exam of class b) in which the first has the larger score of class c, at [c, b].
    private readonly long[,] wins;
    private readonly double[] averagePrecision;

    public RankStatistics(ScoredExams exams, ReadOnlySpan<int> counts)
    {
        classes = exams.Classes;
        support = exams.Support(counts);
        total = support.Sum();
        wins = new long[classes, classes];
        averagePrecision = new double[classes];
        long[] below = new long[classes];
        for (int c = 0; c < classes; c++)
        {
            if (support[c] > 0) Rank(c, exams, counts, below);
        }
    }

    /// <summary>One class against the rest; not a number where either has no exams.</summary>
    public double Auc(int c)
    {
        long rest = total - support[c];
        if (support[c] == 0 || rest == 0) return double.NaN;
        long won = 0;
        for (int b = 0; b < classes; b++) won += wins[c, b];
        return won / (2.0 * support[c] * rest);
    }

    /// <summary>Not a number for a class without exams.</summary>
    public double AveragePrecision(int c) => support[c] == 0 ? double.NaN : averagePrecision[c];

    /// <summary>The mean over classes present of <see cref="Auc"/>; not a number with fewer than two of them.</summary>
    /// <remarks>Of two classes it is the area of the second, as in scikit-learn: 1 − p may round scores of the first together.</remarks>
    public double AucOvrMacro => classes == 2 ? Auc(1) : ScoredExams.MeanOverPresent(support, Auc);

    public double AveragePrecisionMacro => ScoredExams.MeanOverPresent(support, AveragePrecision);

    /// <summary>The mean over pairs of classes present, each pair in both directions (Hand and Till, 2001).</summary>
    public double AucOvoMacro
    {
        get
        {
            if (classes == 2) return Auc(1);
            double sum = 0;
            int pairs = 0;
            for (int c = 0; c < classes; c++)
            {
                for (int b = 0; b < classes; b++)
                {
                    if (b == c || support[b] == 0 || support[c] == 0) continue;
                    sum += wins[c, b] / (2.0 * support[c] * support[b]);
                    pairs++;
                }
            }
            return sum / pairs;
        }
    }

    /// <summary>The area of all pairs (exam, class) pooled: the true class's probabilities against all others.</summary>
    public static double AucMicro(ScoredExams exams, ReadOnlySpan<int> counts)
    {
        ScoreOrder order = exams.PooledOrder;
        long won = 0, positives = 0, negatives = 0;
        int start = 0;
        foreach (int end in order.GroupEnds)
        {
            long tiedPositives = 0, tiedNegatives = 0;
            for (int at = start; at < end; at++)
            {
                (int exam, int c) = Math.DivRem(order.Entries[at], exams.Classes);
                if (exams.Labels[exam] == c) tiedPositives += counts[exam];
                else tiedNegatives += counts[exam];
            }
            won += tiedPositives * (2 * negatives + tiedNegatives);
            positives += tiedPositives;
            negatives += tiedNegatives;
            start = end;
        }
        return won / (2.0 * positives * negatives);
    }

    private void Rank(int c, ScoredExams exams, ReadOnlySpan<int> counts, long[] below)
    {
        Array.Clear(below);
        long allBelow = 0;
        int[] entries = exams.ClassOrders[c].Entries, labels = exams.Labels;
        int start = 0;
        foreach (int end in exams.ClassOrders[c].GroupEnds)
        {
            long own = 0;
            for (int at = start; at < end; at++)
            {
                if (labels[entries[at]] == c) own += counts[entries[at]];
            }
            if (own > 0)
            {
                for (int b = 0; b < classes; b++) wins[c, b] += 2 * own * below[b];
                averagePrecision[c] += (double)own / support[c] * (support[c] - below[c]) / (total - allBelow);
            }
            for (int at = start; at < end; at++)
            {
                int label = labels[entries[at]], count = counts[entries[at]];
                wins[c, label] += own * count;
                below[label] += count;
                allBelow += count;
            }
            start = end;
        }
        wins[c, c] = 0;
    }
}
