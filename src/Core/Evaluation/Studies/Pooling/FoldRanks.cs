using Angioboard.Core.Evaluation.Metrics;

namespace Angioboard.Core.Evaluation.Studies.Pooling;

/// <summary>
/// Areas and average precisions within folds: pairs of exams count if both are in one fold, so an area is Σ won pairs / Σ pairs over folds.
/// An average precision is a mean over the class's exams, hence over folds weighted by them.
/// </summary>
internal sealed class FoldRanks
{
    private readonly int classes;
    private readonly long[] support;
    private readonly long[] won;
    private readonly long[] pairs;
    private readonly double[] precision;

    /// <param name="classes">Number of classes.</param>
    public FoldRanks(int classes)
    {
        this.classes = classes;
        (support, precision) = (new long[classes], new double[classes]);
        (won, pairs) = (new long[classes * classes], new long[classes * classes]);
    }

    /// <summary>Adds the exams of a fold.</summary>
    public void Add(RankStatistics fold)
    {
        for (int c = 0; c < classes; c++)
        {
            long own = fold.Support(c);
            if (own == 0) continue;
            support[c] += own;
            precision[c] += own * fold.AveragePrecision(c);
            for (int b = 0; b < classes; b++)
            {
                if (b == c) continue;
                won[c * classes + b] += fold.Wins(c, b);
                pairs[c * classes + b] += 2 * own * fold.Support(b);
            }
        }
    }

    /// <summary>One-vs-rest; NaN if no fold has exams of both sides.</summary>
    public double Auc(int c)
    {
        long rightly = 0, all = 0;
        for (int b = 0; b < classes; b++)
        {
            rightly += won[c * classes + b];
            all += pairs[c * classes + b];
        }
        return rightly / (double)all;
    }

    /// <summary>NaN for a class without exams.</summary>
    public double AveragePrecision(int c) => precision[c] / support[c];

    /// <summary>The mean over classes present, of two classes the area of the second; NaN if one of them has none.</summary>
    public double AucOvrMacro => classes == 2 ? Auc(1) : ScoredExams.MeanOverPresent(support, Auc);

    /// <summary>The mean over pairs of classes present, in both directions; NaN if a pair is in no fold together.</summary>
    public double AucOvoMacro
    {
        get
        {
            if (classes == 2) return Auc(1);
            double sum = 0;
            int count = 0;
            for (int at = 0; at < pairs.Length; at++)
            {
                (int c, int b) = Math.DivRem(at, classes);
                if (b == c || support[c] == 0 || support[b] == 0) continue;
                sum += won[at] / (double)pairs[at];
                count++;
            }
            return sum / count;
        }
    }

    /// <summary>The mean over classes present.</summary>
    public double AveragePrecisionMacro => ScoredExams.MeanOverPresent(support, AveragePrecision);
}
