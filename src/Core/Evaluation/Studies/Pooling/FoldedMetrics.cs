using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired.Resampling;

namespace Angioboard.Core.Evaluation.Studies.Pooling;

/// <summary>
/// The metrics of a study, and how each is made of its folds. Means over exams and figures of one table are those of the pooled exams: a
/// mean of folds' F1 is biased (Forman and Scholz, 2010). Areas and average precisions are made within folds and never of pooled scores,
/// which would rank the scores of different models (Parker, Günter and Bedo, 2007; Airola et al., 2011).
/// </summary>
public static class FoldedMetrics
{
    /// <summary>Their names, in the order of results.json: those of comparisons without the calibration error.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. PairedMetrics.Names.Where(name => name != MetricNames.Ece)];

    /// <summary>Whether a metric is made within folds.</summary>
    public static bool WithinFolds(string metric) =>
        metric is MetricNames.AucOvrMacro or MetricNames.AucOvrMicro or MetricNames.AucOvoMacro or MetricNames.AveragePrecisionMacro;

    /// <summary>Why a metric of the pooled exams is undefined.</summary>
    internal static string WhyUndefined(string metric) => metric switch
    {
        MetricNames.Kappa => "all exams have, and are given, one and the same class",
        _ => "no fold has exams of a class and of others, and exams of two folds cannot be ranked together",
    };
}
