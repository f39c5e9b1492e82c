using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation.Paired.Resampling;

/// <summary>
/// Intervals of several differences that hold together in 95 % of studies: each is the difference plus or minus a common number of its
/// standard errors, the 95 % quantile of the largest of them in the resamples (max-T; Westfall and Young, 1993).
/// </summary>
/// <param name="Critical">The common number of standard errors; 0 where nothing varies.</param>
/// <param name="Intervals">The intervals, in the order given.</param>
internal sealed record SimultaneousIntervals(double Critical, IReadOnlyList<Limits> Intervals)
{
    /// <summary>The intervals; null where fewer than two resamples define all differences.</summary>
    /// <param name="observed">The differences in all exams.</param>
    /// <param name="drawn">Each difference in each resample.</param>
    /// <param name="kept">The resamples to use.</param>
    public static SimultaneousIntervals? Of(double[] observed, double[][] drawn, bool[] kept)
    {
        int[] draws =
            [.. Enumerable.Range(0, kept.Length).Where(draw => kept[draw] && Array.TrueForAll(drawn, d => double.IsFinite(d[draw])))];
        if (draws.Length < 2) return null;
        double[] errors = [.. drawn.Select(d => MetricDifference.Deviation([.. draws.Select(draw => d[draw])]))];
        double[] largest = new double[draws.Length];
        for (int j = 0; j < observed.Length; j++)
        {
            if (errors[j] == 0) continue;
            for (int i = 0; i < draws.Length; i++)
                largest[i] = Math.Max(largest[i], Math.Abs(drawn[j][draws[i]] - observed[j]) / errors[j]);
        }
        double critical = Bootstrap.Percentile([.. largest.Order()], 0.95);
        return new SimultaneousIntervals(critical,
            [.. observed.Zip(errors, (difference, error) => new Limits(difference - critical * error, difference + critical * error))]);
    }
}
