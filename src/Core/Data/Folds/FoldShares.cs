namespace Angioboard.Core.Data.Folds;

/// <summary>How many exams of each class the folds have while they are filled.</summary>
/// <param name="exams">Exams of each class in all folds.</param>
/// <param name="folds">The number of folds.</param>
internal sealed class FoldShares(double[] exams, int folds)
{
    private readonly double[][] counts = [.. Enumerable.Range(0, folds).Select(_ => new double[exams.Length])];
    private readonly double[] spread = new double[exams.Length];
    private readonly double[] shares = new double[folds];

    /// <summary>The number of folds.</summary>
    public int Folds => counts.Length;

    /// <summary>Exams in a fold.</summary>
    public double Exams(int fold) => NumpySums.Sum(counts[fold]);

    /// <summary>Puts a group into a fold.</summary>
    public void Add(int fold, double[] group)
    {
        for (int label = 0; label < group.Length; label++) counts[fold][label] += group[label];
    }

    /// <summary>The mean over classes of the deviation over folds of a class's share, if this group were in that fold.</summary>
    public double SpreadWith(int fold, double[] group)
    {
        for (int label = 0; label < exams.Length; label++)
        {
            for (int i = 0; i < shares.Length; i++)
                shares[i] = (i == fold ? counts[i][label] + group[label] : counts[i][label]) / exams[label];
            double mean = Total(shares) / shares.Length;
            for (int i = 0; i < shares.Length; i++) shares[i] = (shares[i] - mean) * (shares[i] - mean);
            spread[label] = Math.Sqrt(Total(shares) / shares.Length);
        }
        return NumpySums.Sum(spread) / spread.Length;
    }

    private double Total(double[] column)
    {
        // numpy adds the rows of a table one after the other; a table of one column is a row to it.
        if (exams.Length == 1) return NumpySums.Sum(column);
        double sum = 0;
        foreach (double share in column) sum += share;
        return sum;
    }
}
