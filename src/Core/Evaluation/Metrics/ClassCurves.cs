namespace Angioboard.Core.Evaluation.Metrics;

/// <summary>ROC and precision-recall curves of one class against the rest, point by point as scikit-learn gives them.</summary>
internal static class ClassCurves
{
    // A longer precision-recall curve keeps only the ends of each run of equal recall, which draws the same line.
    private const int LongCurve = 1000;

    /// <summary>False and true positives at each distinct score, from the highest.</summary>
    public static (long[] FalsePositives, long[] TruePositives) Called(ScoredExams exams, int c)
    {
        ScoreOrder order = exams.ClassOrders[c];
        int groups = order.GroupEnds.Length;
        long[] falsePositives = new long[groups], truePositives = new long[groups];
        long negative = 0, positive = 0;
        for (int g = groups - 1; g >= 0; g--)
        {
            for (int at = g == 0 ? 0 : order.GroupEnds[g - 1]; at < order.GroupEnds[g]; at++)
            {
                if (exams.Labels[order.Entries[at]] == c) positive++;
                else negative++;
            }
            (falsePositives[groups - 1 - g], truePositives[groups - 1 - g]) = (negative, positive);
        }
        return (falsePositives, truePositives);
    }

    /// <summary>The ROC curve; without points where the class or the rest has no exams.</summary>
    public static RocCurve Roc(ScoredExams exams, int c, string name, double? area)
    {
        (long[] fp, long[] tp) = Called(exams, c);
        if (tp[^1] == 0 || fp[^1] == 0) return new RocCurve(name, [], [], null);

        List<double> x = [0], y = [0];
        for (int i = 0; i < tp.Length; i++)
        {
            if (i > 0 && i < tp.Length - 1 && OnALine(fp, i) && OnALine(tp, i)) continue;
            x.Add((double)fp[i] / fp[^1]);
            y.Add((double)tp[i] / tp[^1]);
        }
        return new RocCurve(name, x, y, area);
    }

    /// <summary>The precision-recall curve; without points where the class has no exams.</summary>
    public static PrecisionRecallCurve PrecisionRecall(ScoredExams exams, int c, string name, double? averagePrecision)
    {
        (long[] fp, long[] tp) = Called(exams, c);
        if (tp[^1] == 0) return new PrecisionRecallCurve(name, [], [], null);

        List<double> recall = [], precision = [];
        for (int i = tp.Length - 1; i >= 0; i--)
        {
            bool inside = i > 0 && i < tp.Length - 1 && tp[i] == tp[i - 1] && tp[i] == tp[i + 1];
            if (inside && tp.Length > LongCurve) continue;
            recall.Add((double)tp[i] / tp[^1]);
            precision.Add((double)tp[i] / (tp[i] + fp[i]));
        }
        recall.Add(0);
        precision.Add(1);
        return new PrecisionRecallCurve(name, recall, precision, averagePrecision);
    }

    // scikit-learn's rule: a point goes when the step before and the step after it are equal.
    private static bool OnALine(long[] values, int i) => values[i + 1] - values[i] == values[i] - values[i - 1];
}
