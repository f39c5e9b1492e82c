namespace Angioboard.Core.Evaluation;

/// <summary>
/// Percentile bootstrap (Efron): plain resamples with replacement of exams, or of patients with all their exams, since two eyes of
/// one are not independent.
/// </summary>
internal static class Bootstrap
{
    /// <summary>
    /// Intervals in the order of <see cref="MetricNames.All"/>; null for a metric that no resample defines. The same seed gives the same
    /// intervals on any number of threads.
    /// </summary>
    /// <param name="exams">The exams.</param>
    /// <param name="units">What is drawn: each unit's exams; together all exams, each once.</param>
    /// <param name="resamples">How many resamples.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="split">The split's name, which keys the draws.</param>
    /// <param name="cancellation">Stops between two resamples.</param>
    public static Interval?[] Intervals(
        ScoredExams exams, int[][] units, int resamples, long seed, string split, CancellationToken cancellation)
    {
        double[][] values = new double[resamples][];
        ParallelOptions options = new() { CancellationToken = cancellation };
        Parallel.For(0, resamples, options, r => values[r] = SplitMetrics.Compute(exams, Draw(exams, units, seed, split, r)));
        return [.. Enumerable.Range(0, MetricNames.All.Count).Select(m => IntervalOf([.. values.Select(row => row[m])]))];
    }

    /// <summary>numpy's percentile with linear interpolation.</summary>
    /// <param name="ascending">Sorted values, at least one.</param>
    /// <param name="quantile">From 0 to 1.</param>
    public static double Percentile(double[] ascending, double quantile)
    {
        double position = quantile * (ascending.Length - 1);
        int below = (int)position, above = Math.Min(below + 1, ascending.Length - 1);
        double t = position - below, step = ascending[above] - ascending[below];
        return t < 0.5 ? ascending[below] + step * t : ascending[above] - step * (1 - t);
    }

    private static int[] Draw(ScoredExams exams, int[][] units, long seed, string split, int resample)
    {
        SeededRandom random = new(seed, $"bootstrap/{split}", resample);
        int[] counts = new int[exams.Count];
        for (int i = 0; i < units.Length; i++)
        {
            foreach (int exam in units[random.NextInt(units.Length)]) counts[exam]++;
        }
        return counts;
    }

    private static Interval? IntervalOf(double[] values)
    {
        double[] defined = [.. values.Where(double.IsFinite).Order()];
        return defined.Length == 0
            ? null
            : new Interval(Percentile(defined, 0.025), Percentile(defined, 0.975), values.Length - defined.Length);
    }
}
