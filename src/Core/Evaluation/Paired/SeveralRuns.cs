using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation.Paired;

/// <summary>P-values of several pairs, and the same after Holm's correction.</summary>
/// <param name="Pairs">The pairs.</param>
/// <param name="P">Their p-values; a null is no test.</param>
/// <param name="Adjusted">The adjusted p-values.</param>
public sealed record AdjustedPairs(IReadOnlyList<string> Pairs, IReadOnlyList<double?> P, IReadOnlyList<double?> Adjusted)
{
    /// <summary>Below it a difference is shown.</summary>
    public const double Level = 0.05;

    internal static AdjustedPairs Of(IReadOnlyDictionary<string, PairReport> pairs, Func<PairReport, double?> p)
    {
        double?[] values = [.. pairs.Values.Select(p)];
        return new AdjustedPairs([.. pairs.Keys], values, Holm.Adjust(values));
    }
}

/// <summary>Intervals of one metric's differences that hold for all pairs together in 95 % of studies.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Critical">How many standard errors each interval reaches to either side; null without intervals.</param>
/// <param name="Intervals">The intervals by pair; empty where there are none.</param>
/// <param name="Undefined">Why there are none.</param>
public sealed record JointIntervals(
    string Metric, double? Critical, OrderedDictionary<string, Limits> Intervals, string? Undefined);

/// <summary>The run with the best value of the metric, and those that these exams cannot tell from it.</summary>
/// <param name="Run">The run.</param>
/// <param name="Metric">The metric.</param>
/// <param name="NotDistinguishable">
/// Runs that are not told from the best, in the order given. Where a run and the best are a pair of several, its adjusted p-value decides,
/// else the simultaneous interval.
/// </param>
/// <param name="Intervals">Those intervals, by run: the best less the run.</param>
/// <param name="Undefined">Why there are none.</param>
public sealed record BestRun(
    string Run, string Metric, IReadOnlyList<string> NotDistinguishable, OrderedDictionary<string, Limits> Intervals, string? Undefined);
