using Angioboard.Core.Evaluation.Metrics;

namespace Angioboard.Core.Evaluation.Paired.Resampling;

/// <summary>
/// The metrics in which runs are compared: those of <see cref="MetricNames"/> without the two that repeat others.
/// </summary>
public static class PairedMetrics
{
    private static readonly int[] places =
        [.. Enumerable.Range(0, MetricNames.All.Count).Where(m => MetricNames.SameAs(MetricNames.All[m]) is null)];

    /// <summary>Their names, in the order of comparison.json.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. places.Select(m => MetricNames.All[m])];

    /// <summary>Whether a difference has a p-value. That of the calibration error is one of two biased numbers.</summary>
    internal static bool HasTest(string metric) => metric != MetricNames.Ece;

    /// <summary>The values in the order of <see cref="Names"/>; NaN if undefined.</summary>
    /// <param name="exams">The exams.</param>
    /// <param name="counts">Multiplicity of each exam; at least one is above 0.</param>
    internal static double[] Compute(ScoredExams exams, ReadOnlySpan<byte> counts)
    {
        double[] all = SplitMetrics.Compute(exams, counts);
        return [.. places.Select(m => all[m])];
    }
}
