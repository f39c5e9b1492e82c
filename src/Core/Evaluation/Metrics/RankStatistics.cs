namespace Angioboard.Core.Evaluation.Metrics;

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
    private readonly long[][] wins;
    private readonly double[] averagePrecision;

    public RankStatistics(ScoredExams exams, ReadOnlySpan<byte> counts)
    {
        classes = exams.Classes;
        support = exams.Support(counts);
        total = support.Sum();
        wins = new long[classes][];
        averagePrecision = new double[classes];
        for (int c = 0; c < classes; c++)
        {
            wins[c] = new long[classes];
            if (support[c] > 0) Rank(c, exams.ClassOrders[c], exams.OrderedLabels[c], counts);
        }
    }

    /// <summary>Exams of a class.</summary>
    public long Support(int c) => support[c];

    /// <summary>
    /// Twice the pairs (exam of class c, exam of class b) in which the first has the larger score of class c; a tie is one.
    /// </summary>
    public long Wins(int c, int b) => wins[c][b];

    /// <summary>One-vs-rest; NaN if either side has no exams.</summary>
    public double Auc(int c)
    {
        long rest = total - support[c];
        if (support[c] == 0 || rest == 0) return double.NaN;
        long won = 0;
        for (int b = 0; b < classes; b++) won += wins[c][b];
        return won / (2.0 * support[c] * rest);
    }

    /// <summary>NaN for a class without exams.</summary>
    public double AveragePrecision(int c) => support[c] == 0 ? double.NaN : averagePrecision[c];

    /// <summary>The mean over classes present of <see cref="Auc"/>; NaN with fewer than two of them.</summary>
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
                    sum += wins[c][b] / (2.0 * support[c] * support[b]);
                    pairs++;
                }
            }
            return sum / pairs;
        }
    }

    /// <summary>The area of all pairs (exam, class) pooled: the true class's probabilities against all others.</summary>
    public static double AucMicro(ScoredExams exams, ReadOnlySpan<byte> counts)
    {
        (long won, long pairs) = MicroPairs(exams, counts);
        return won / (double)pairs;
    }

    /// <summary>Twice the pairs of that area that are won, and twice all.</summary>
    public static (long Won, long Pairs) MicroPairs(ScoredExams exams, ReadOnlySpan<byte> counts)
    {
        PooledScores pooled = exams.Pooled;
        int[] pairs = pooled.Pairs;
        long won = 0, positives = 0, negatives = 0;
        int at = 0;
        foreach ((int start, int end) in pooled.Ties)
        {
            for (; at < start; at++)
            {
                int pair = pairs[at], count = counts[pair >> 1], positive = count * (pair & 1);
                won += positive * 2 * negatives;
                positives += positive;
                negatives += count - positive;
            }
            long tiedPositives = 0, tiedNegatives = 0;
            for (; at < end; at++)
            {
                int pair = pairs[at], count = counts[pair >> 1], positive = count * (pair & 1);
                tiedPositives += positive;
                tiedNegatives += count - positive;
            }
            won += tiedPositives * (2 * negatives + tiedNegatives);
            positives += tiedPositives;
            negatives += tiedNegatives;
        }
        return (won, 2 * positives * negatives);
    }

    // Along ascending scores: an exam of another class loses twice against each of this class above it, once against each that ties.
    private void Rank(int c, ScoreOrder order, ushort[] labels, ReadOnlySpan<byte> counts)
    {
        long[] won = wins[c];
        int[] entries = order.Entries;
        long own = support[c], ownBelow = 0, below = 0;
        double precision = 0;
        int at = 0;
        foreach ((int start, int end) in order.Ties)
        {
            for (; at < start; at++)
            {
                int count = counts[entries[at]], label = labels[at];
                if (label != c)
                {
                    won[label] += count * 2 * (own - ownBelow);
                }
                else if (count > 0)
                {
                    precision += (double)count / own * (own - ownBelow) / (total - below);
                    ownBelow += count;
                }
                below += count;
            }
            long tied = 0, tiedAll = 0;
            for (int i = start; i < end; i++)
            {
                if (labels[i] == c) tied += counts[entries[i]];
            }
            if (tied > 0) precision += (double)tied / own * (own - ownBelow) / (total - below);
            long lost = 2 * (own - ownBelow) - tied;
            for (; at < end; at++)
            {
                int count = counts[entries[at]];
                won[labels[at]] += count * lost;
                tiedAll += count;
            }
            ownBelow += tied;
            below += tiedAll;
        }
        won[c] = 0;
        averagePrecision[c] = precision;
    }
}
