namespace Angioboard.Core.Hygiene.Shortcuts;

/// <summary>A feature's mid-ranks: the areas of all classes, and Kruskal and Wallis's statistic, are sums of them.</summary>
internal sealed class RankedFeature
{
    private readonly double ties;

    /// <param name="values">A value per exam, not all the same.</param>
    public RankedFeature(double[] values)
    {
        int n = values.Length;
        int[] order = [.. Enumerable.Range(0, n)];
        double[] keys = [.. values];
        Array.Sort(keys, order);
        Ranks = new double[n];
        double tied = 0;
        for (int start = 0, end; start < n; start = end)
        {
            for (end = start + 1; end < n && keys[end] == keys[start]; end++) { }
            for (int i = start; i < end; i++) Ranks[order[i]] = (start + 1 + end) / 2.0;
            double size = end - start;
            tied += size * size * size - size;
        }
        ties = 1 - tied / ((double)n * n * n - n);
    }

    /// <summary>Each exam's rank, from 1; the mean of equal values' ranks.</summary>
    public double[] Ranks { get; }

    /// <summary>The sum of each class's ranks.</summary>
    public double[] Sums(int[] labels, int classes)
    {
        double[] sums = new double[classes];
        for (int i = 0; i < labels.Length; i++) sums[labels[i]] += Ranks[i];
        return sums;
    }

    /// <summary>The area of a class against the rest.</summary>
    /// <param name="sum">The sum of its ranks.</param>
    /// <param name="own">Its exams.</param>
    public double Area(double sum, int own) => (sum - own * (own + 1.0) / 2) / ((double)own * (Ranks.Length - own));

    /// <summary>Kruskal and Wallis's statistic, corrected for ties.</summary>
    /// <param name="sums">The sums of the classes' ranks.</param>
    /// <param name="support">Their exams.</param>
    public double H(double[] sums, int[] support)
    {
        double n = Ranks.Length, squares = 0;
        for (int c = 0; c < sums.Length; c++)
        {
            if (support[c] > 0) squares += sums[c] * sums[c] / support[c];
        }
        return (12 / (n * (n + 1)) * squares - 3 * (n + 1)) / ties;
    }
}
