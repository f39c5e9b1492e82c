using Angioboard.Core.Evaluation.Metrics;

namespace Angioboard.Core.Evaluation.Studies.Decisions;

/// <summary>How a threshold of a class is chosen on validation exams.</summary>
public static class ThresholdRule
{
    /// <summary>A specificity of at least 90 or 95 %; the largest Youden index; the largest F1.</summary>
    public const string Specificity90 = "specificity_90", Specificity95 = "specificity_95", Youden = "youden", F1 = "f1";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Specificity90, Specificity95, Youden, F1];

    /// <summary>What people call a rule.</summary>
    public static string Words(string rule) => rule switch
    {
        Specificity90 => "specificity of 90 %",
        Specificity95 => "specificity of 95 %",
        Youden => "largest Youden index",
        F1 => "largest F1",
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "not a rule"),
    };

    /// <summary>The threshold of a class; null where validation does not give one.</summary>
    internal static double? Of(string rule, Thresholds thresholds, int c) => rule switch
    {
        Specificity90 => thresholds.Of(c, 90),
        Specificity95 => thresholds.Of(c, 95),
        Youden => thresholds.Youden(c),
        _ => thresholds.LargestF1(c),
    };

    /// <summary>Why a class has none.</summary>
    internal static string WhyUndefined(string rule, Thresholds thresholds, int c) =>
        rule is Specificity90 or Specificity95 ? thresholds.WhyUndefined(c) : thresholds.WhyUnbalanced(c);
}
