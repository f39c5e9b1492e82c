namespace Angioboard.Core.Evaluation.Metrics;

/// <summary>Exams by true and predicted class, and the figures that follow from it by scikit-learn's definitions.</summary>
internal sealed class ConfusionMatrix
{
    private readonly long[] support;
    private readonly long[] predicted;

    /// <param name="exams">The exams.</param>
    /// <param name="counts">Multiplicity of each exam.</param>
    public ConfusionMatrix(ScoredExams exams, ReadOnlySpan<byte> counts)
    {
        Classes = exams.Classes;
        Counts = new int[Classes][];
        for (int c = 0; c < Classes; c++) Counts[c] = new int[Classes];
        int[] labels = exams.Labels, calls = exams.Predicted;
        for (int i = 0; i < counts.Length; i++) Counts[labels[i]][calls[i]] += counts[i];

        support = [.. Counts.Select(row => row.Sum(count => (long)count))];
        predicted = [.. Enumerable.Range(0, Classes).Select(c => Counts.Sum(row => (long)row[c]))];
        Total = support.Sum();
        Correct = Enumerable.Range(0, Classes).Sum(c => (long)Counts[c][c]);
    }

    public int Classes { get; }

    /// <summary>Rows are true classes, columns predicted ones.</summary>
    public int[][] Counts { get; }

    public long Total { get; }

    public long Correct { get; }

    public long Support(int c) => support[c];

    public double Accuracy => (double)Correct / Total;

    /// <summary>0 for a class that is never predicted.</summary>
    public double Precision(int c) => Ratio(Counts[c][c], predicted[c], 0);

    public double Recall(int c) => Ratio(Counts[c][c], support[c], double.NaN);

    public double F1(int c) => Ratio(2 * Counts[c][c], support[c] + predicted[c], 0);

    public double Specificity(int c) => Ratio(TrueNegatives(c), Total - support[c], double.NaN);

    public double NegativePredictiveValue(int c) => Ratio(TrueNegatives(c), Total - predicted[c], double.NaN);

    /// <summary>The mean of a per-class figure over the classes with exams.</summary>
    public double MeanOverPresent(Func<int, double> figure) => ScoredExams.MeanOverPresent(support, figure);

    public double F1Weighted
    {
        get
        {
            double sum = 0;
            for (int c = 0; c < Classes; c++) sum += support[c] * F1(c);
            return sum / Total;
        }
    }

    /// <summary>0 if true or predicted classes do not vary, as in scikit-learn.</summary>
    public double Mcc
    {
        get
        {
            double n = Total, agreement = 0, trueSquares = 0, predictedSquares = 0;
            for (int c = 0; c < Classes; c++)
            {
                agreement += (double)support[c] * predicted[c];
                trueSquares += (double)support[c] * support[c];
                predictedSquares += (double)predicted[c] * predicted[c];
            }
            double scale = (n * n - trueSquares) * (n * n - predictedSquares);
            return scale == 0 ? 0 : (Correct * n - agreement) / Math.Sqrt(scale);
        }
    }

    /// <summary>NaN if the true and predicted classes are all the same class.</summary>
    public double Kappa
    {
        get
        {
            double expected = 0;
            for (int c = 0; c < Classes; c++) expected += (double)support[c] * predicted[c] / Total;
            return expected == Total ? double.NaN : (Correct - expected) / (Total - expected);
        }
    }

    private long TrueNegatives(int c) => Total - support[c] - predicted[c] + Counts[c][c];

    private static double Ratio(long part, long whole, double ofNothing) => whole == 0 ? ofNothing : (double)part / whole;
}
