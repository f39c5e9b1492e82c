using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation.Metrics;

/// <summary>
/// Percentile bootstrap (Efron): plain resamples with replacement of exams, or of patients with all their exams, since two eyes of
/// one are not independent.
/// </summary>
internal static class Bootstrap
{
    // Draws depend on the data alone: two people, or two runs, that ask the same of the same exams see the same resamples.
    private const long Seed = 42;

    /// <summary>
    /// The metrics of resamples: a row each, with what <see cref="SplitMetrics.ComputeWithClasses"/> gives. The same exams give the same
    /// rows on any number of threads.
    /// </summary>
    /// <param name="exams">The exams.</param>
    /// <param name="units">The units to draw.</param>
    /// <param name="resamples">Number of resamples.</param>
    /// <param name="split">The split's name, part of the key of the draws.</param>
    /// <param name="cancellation">Stops between two resamples.</param>
    public static double[][] Rows(ScoredExams exams, ExamUnits units, int resamples, string split, CancellationToken cancellation)
    {
        double[][] values = new double[resamples][];
        ParallelOptions options = new() { CancellationToken = cancellation };
        DrawnUnits drawn = new(units.Members);
        string purpose = Purpose(units, split);
        Parallel.For(0, resamples, options, () => new byte[exams.Count], (r, _, counts) =>
        {
            drawn.Draw(counts, new SeededRandom(Seed, purpose, r));
            values[r] = SplitMetrics.ComputeWithClasses(exams, counts);
            return counts;
        }, _ => { });
        return values;
    }

    /// <summary>The first of the same resamples: how often each exam is in each.</summary>
    /// <param name="units">The units to draw.</param>
    /// <param name="exams">Number of exams.</param>
    /// <param name="resamples">Number of resamples.</param>
    /// <param name="split">The split's name, part of the key of the draws.</param>
    public static byte[][] Draws(ExamUnits units, int exams, int resamples, string split)
    {
        DrawnUnits drawn = new(units.Members);
        string purpose = Purpose(units, split);
        byte[][] draws = new byte[resamples][];
        for (int r = 0; r < resamples; r++) drawn.Draw(draws[r] = new byte[exams], new SeededRandom(Seed, purpose, r));
        return draws;
    }

    /// <summary>The percentile interval of values, those that are not finite left out; null if none is.</summary>
    /// <param name="values">A value per resample.</param>
    /// <param name="leftOut">Resamples that were left out before.</param>
    public static Interval? IntervalOf(IReadOnlyCollection<double> values, int leftOut)
    {
        double[] defined = [.. values.Where(double.IsFinite).Order()];
        return defined.Length == 0
            ? null
            : new Interval(Percentile(defined, 0.025), Percentile(defined, 0.975), leftOut + values.Count - defined.Length,
                IntervalMethod.Bootstrap);
    }

    private static string Purpose(ExamUnits units, string split) => $"bootstrap/{split}/{units.Key}";

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
}
