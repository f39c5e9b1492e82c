using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired.Resampling;
using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation.Paired;

/// <summary>Differences of several runs in one metric, judged together.</summary>
/// <param name="joined">The runs.</param>
/// <param name="metric">The metric.</param>
/// <param name="values">Each run's metrics.</param>
/// <param name="draws">The resamples.</param>
/// <param name="fewest">The class with the fewest units.</param>
internal sealed class SeveralDifferences(JoinedExams joined, string metric, double[][] values, PairedDraws draws, FewestUnits fewest)
{
    private readonly int place = PairedMetrics.Names.Index().First(entry => entry.Item == metric).Index;

    /// <summary>Intervals of pairs that hold together.</summary>
    /// <param name="pairs">The runs of each pair.</param>
    /// <param name="names">The pairs' names.</param>
    public JointIntervals Joint((int First, int Second)[] pairs, string[] names)
    {
        (SimultaneousIntervals? found, string? undefined) = Together(pairs);
        OrderedDictionary<string, Limits> intervals = [];
        for (int j = 0; j < pairs.Length && found is not null; j++) intervals.Add(names[j], found.Intervals[j]);
        return new JointIntervals(metric, found?.Critical, intervals, undefined);
    }

    /// <summary>The best run, and those that cannot be told from it; null where the metric is undefined.</summary>
    /// <param name="pairs">The runs of each pair that has a p-value.</param>
    /// <param name="adjusted">
    /// Those p-values, adjusted for all pairs. Of a pair that has one it decides, so that nothing contradicts it; null for none.
    /// </param>
    public BestRun? Best((int First, int Second)[] pairs, IReadOnlyList<double?>? adjusted)
    {
        int[] runs = [.. Enumerable.Range(0, joined.Runs.Length)];
        if (runs.Any(run => double.IsNaN(values[run][place]))) return null;
        int best = MetricDirection.LowerIsBetter(metric) ? runs.MinBy(run => values[run][place]) : runs.MaxBy(run => values[run][place]);
        int[] others = [.. runs.Where(run => run != best)];
        (SimultaneousIntervals? found, string? undefined) = Together([.. others.Select(run => (best, run))]);
        OrderedDictionary<string, Limits> intervals = [];
        for (int j = 0; j < others.Length && found is not null; j++) intervals.Add(joined.Runs[others[j]].Name, found.Intervals[j]);
        string[] alike = [.. others.Where(IsAlike).Select(run => joined.Runs[run].Name)];
        return new BestRun(joined.Runs[best].Name, metric, alike, intervals, undefined);

        bool IsAlike(int run)
        {
            if (!intervals.TryGetValue(joined.Runs[run].Name, out Limits? together)) return false;
            int pair = adjusted is null ? -1 : Array.FindIndex(pairs, pair => pair == (best, run) || pair == (run, best));
            return pair >= 0 && adjusted![pair] is { } p ? p >= AdjustedPairs.Level : together.Low <= 0 && together.High >= 0;
        }
    }

    private (SimultaneousIntervals? Found, string? Undefined) Together((int First, int Second)[] pairs)
    {
        if (pairs.Any(pair => double.IsNaN(values[pair.First][place] - values[pair.Second][place])))
            return (null, SplitMetrics.WhyUndefined(metric));
        bool everyClass = MetricNames.NeedEveryClass.Contains(metric);
        if (everyClass && fewest.TooFew is { } tooFew) return (null, tooFew);
        bool[] kept = everyClass ? draws.Whole : [.. draws.Whole.Select(_ => true)];
        SimultaneousIntervals? found = SimultaneousIntervals.Of(
            [.. pairs.Select(pair => MetricDifference.Between(values[pair.First][place], values[pair.Second][place]))],
            [.. pairs.Select(pair => draws.Differences(pair.First, pair.Second, place))], kept);
        return (found, found is null ? "too few resamples define it" : null);
    }
}
