using Angioboard.Core.Evaluation.Metrics;

namespace Angioboard.Core.Evaluation.Paired.Resampling;

/// <summary>
/// The metrics in which runs are compared: those of <see cref="MetricNames"/> without the two that repeat others (F1 micro is the accuracy,
/// macro recall the balanced accuracy), and the Brier score.
/// </summary>
public static class PairedMetrics
{
    private static readonly int[] places =
        [.. Enumerable.Range(0, MetricNames.All.Count).Where(m => SameAs(MetricNames.All[m]) is null)];

    // The Brier score follows the log loss, its like.
    private static readonly int loss = Array.FindIndex(places, m => MetricNames.All[m] == MetricNames.LogLoss);

    // Means over the classes present are other quantities in a resample that lacks a class; MCC and kappa are 0 by definition, or
    // undefined, where one class is left.
    private static readonly HashSet<string> everyClass =
    [
        MetricNames.BalancedAccuracy, MetricNames.F1Macro, MetricNames.PrecisionMacro, MetricNames.AucOvrMacro, MetricNames.AucOvoMacro,
        MetricNames.AveragePrecisionMacro, MetricNames.ImcpArea, MetricNames.Mcc, MetricNames.Kappa,
    ];

    /// <summary>Their names, in the order of comparison.json.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. places[..(loss + 1)].Select(m => MetricNames.All[m]), MetricNames.Brier,
        .. places[(loss + 1)..].Select(m => MetricNames.All[m]),
    ];

    /// <summary>The metric that this one repeats; null for a metric that repeats none.</summary>
    public static string? SameAs(string metric) => metric switch
    {
        MetricNames.F1Micro => MetricNames.Accuracy,
        MetricNames.RecallMacro => MetricNames.BalancedAccuracy,
        _ => null,
    };

    /// <summary>Whether a resample that lacks a class does not count.</summary>
    internal static bool NeedsEveryClass(string metric) => everyClass.Contains(metric);

    /// <summary>Whether a difference has a p-value. That of the calibration error is one of two biased numbers.</summary>
    internal static bool HasTest(string metric) => metric != MetricNames.Ece;

    /// <summary>The values in the order of <see cref="Names"/>; NaN if undefined.</summary>
    /// <param name="exams">The exams.</param>
    /// <param name="counts">Multiplicity of each exam; at least one is above 0.</param>
    internal static double[] Compute(ScoredExams exams, ReadOnlySpan<byte> counts)
    {
        double[] all = SplitMetrics.Compute(exams, counts), values = new double[Names.Count];
        for (int m = 0; m < places.Length; m++) values[m <= loss ? m : m + 1] = all[places[m]];
        double errors = 0;
        long total = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            errors += counts[i] * exams.SquaredErrors[i];
            total += counts[i];
        }
        values[loss + 1] = errors / total;
        return values;
    }
}
