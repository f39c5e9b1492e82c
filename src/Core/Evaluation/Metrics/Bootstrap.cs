namespace Angioboard.Core.Evaluation.Metrics;

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
    /// <param name="units">The units to draw: each unit's exams; together all exams, each once.</param>
    /// <param name="resamples">Number of resamples.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="split">The split's name, part of the key of the draws.</param>
    /// <param name="cancellation">Stops between two resamples.</param>
    public static Interval?[] Intervals(
        ScoredExams exams, int[][] units, int resamples, long seed, string split, CancellationToken cancellation)
    {
        double[][] values = new double[resamples][];
        ParallelOptions options = new() { CancellationToken = cancellation };
        DrawnUnits drawn = new(units);
        Parallel.For(0, resamples, options, () => new byte[exams.Count], (r, _, counts) =>
        {
            drawn.Draw(counts, new SeededRandom(seed, $"bootstrap/{split}", r));
            values[r] = SplitMetrics.Compute(exams, counts);
            return counts;
        }, _ => { });
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

    private static Interval? IntervalOf(double[] values)
    {
        double[] defined = [.. values.Where(double.IsFinite).Order()];
        return defined.Length == 0
            ? null
            : new Interval(Percentile(defined, 0.025), Percentile(defined, 0.975), values.Length - defined.Length);
    }
}
