using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired.Resampling;
using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation.Paired;

/// <summary>Differences of several runs, or of variants of studies, in one metric, judged together.</summary>
/// <param name="names">What they are called.</param>
/// <param name="metric">The metric.</param>
/// <param name="values">The value of each; NaN if undefined.</param>
/// <param name="drawn">The value of each in the resamples, which are the same for all.</param>
/// <param name="whole">Whether each resample has every class.</param>
/// <param name="tooFew">Why metrics that need every class have no interval; null where they have one.</param>
/// <param name="whyUndefined">Why a metric is undefined.</param>
internal sealed class SeveralDifferences(
    IReadOnlyList<string> names, string metric, double[] values, double[][] drawn, bool[] whole, string? tooFew,
    Func<string, string> whyUndefined)
{
    /// <summary>Intervals of pairs that hold together.</summary>
    /// <param name="pairs">The runs of each pair.</param>
    /// <param name="pairNames">The pairs' names.</param>
    public JointIntervals Joint((int First, int Second)[] pairs, string[] pairNames)
    {
        (SimultaneousIntervals? found, string? undefined) = Together(pairs);
        OrderedDictionary<string, Limits> intervals = [];
        for (int j = 0; j < pairs.Length && found is not null; j++) intervals.Add(pairNames[j], found.Intervals[j]);
        return new JointIntervals(metric, found?.Critical, intervals, undefined);
    }

    /// <summary>The best run, and those that cannot be told from it; null where the metric is undefined.</summary>
    /// <param name="pairs">The runs of each pair that has a p-value.</param>
    /// <param name="adjusted">
    /// Those p-values, adjusted for all pairs. Of a pair that has one it decides, so that nothing contradicts it; null for none.
    /// </param>
    public BestRun? Best((int First, int Second)[] pairs, IReadOnlyList<double?>? adjusted)
    {
        int[] runs = [.. Enumerable.Range(0, values.Length)];
        if (runs.Any(run => double.IsNaN(values[run]))) return null;
        int best = MetricDirection.LowerIsBetter(metric) ? runs.MinBy(run => values[run]) : runs.MaxBy(run => values[run]);
        int[] others = [.. runs.Where(run => run != best)];
        (SimultaneousIntervals? found, string? undefined) = Together([.. others.Select(run => (best, run))]);
        OrderedDictionary<string, Limits> intervals = [];
        for (int j = 0; j < others.Length && found is not null; j++) intervals.Add(names[others[j]], found.Intervals[j]);
        string[] alike = [.. others.Where(IsAlike).Select(run => names[run])];
        return new BestRun(names[best], metric, alike, intervals, undefined);

        bool IsAlike(int run)
        {
            if (!intervals.TryGetValue(names[run], out Limits? together)) return false;
            int pair = adjusted is null ? -1 : Array.FindIndex(pairs, pair => pair == (best, run) || pair == (run, best));
            return pair >= 0 && adjusted![pair] is { } p ? p >= AdjustedPairs.Level : together.Low <= 0 && together.High >= 0;
        }
    }

    private (SimultaneousIntervals? Found, string? Undefined) Together((int First, int Second)[] pairs)
    {
        if (pairs.Any(pair => double.IsNaN(values[pair.First] - values[pair.Second])))
            return (null, whyUndefined(metric));
        bool everyClass = MetricNames.NeedEveryClass.Contains(metric);
        if (everyClass && tooFew is not null) return (null, tooFew);
        bool[] kept = everyClass ? whole : [.. whole.Select(_ => true)];
        SimultaneousIntervals? found = SimultaneousIntervals.Of(
            [.. pairs.Select(pair => MetricDifference.Between(values[pair.First], values[pair.Second]))],
            [.. pairs.Select(pair => drawn[pair.First].Zip(drawn[pair.Second], MetricDifference.Between).ToArray())], kept);
        return (found, found is null ? "too few resamples define it" : null);
    }
}
