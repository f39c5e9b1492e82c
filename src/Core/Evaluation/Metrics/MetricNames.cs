namespace Angioboard.Core.Evaluation.Metrics;

/// <summary>The metrics of a split, by the names they have in evaluation.json, in the order they are shown.</summary>
public static class MetricNames
{
    /// <summary>Share of exams whose largest probability is at the true class.</summary>
    public const string Accuracy = "accuracy";

    /// <summary>Mean recall over the classes present.</summary>
    public const string BalancedAccuracy = "balanced_accuracy";

    /// <summary>Mean F1 over the classes present.</summary>
    public const string F1Macro = "f1_macro";

    /// <summary>F1 of all decisions pooled: equal to the accuracy where each exam has one class.</summary>
    public const string F1Micro = "f1_micro";

    /// <summary>Mean F1 weighted by the number of exams of each class.</summary>
    public const string F1Weighted = "f1_weighted";

    /// <summary>Mean precision over the classes present; 0 for a class never predicted.</summary>
    public const string PrecisionMacro = "precision_macro";

    /// <summary>Mean recall over the classes present.</summary>
    public const string RecallMacro = "recall_macro";

    /// <summary>Matthews correlation coefficient of several classes (Gorodkin, 2004).</summary>
    public const string Mcc = "mcc";

    /// <summary>Cohen's kappa, unweighted.</summary>
    public const string Kappa = "kappa";

    /// <summary>Mean negative natural logarithm of the true class's probability.</summary>
    public const string LogLoss = "log_loss";

    /// <summary>
    /// Mean over exams of the squared distance of the probabilities from 1 at the true class and 0 at the others (Brier, 1950): 0 to 2.
    /// </summary>
    public const string Brier = "brier";

    /// <summary>Mean one-vs-rest area under the ROC curve over the classes present.</summary>
    public const string AucOvrMacro = "auc_ovr_macro";

    /// <summary>Area under the ROC curve of all decisions (exam, class) pooled.</summary>
    public const string AucOvrMicro = "auc_ovr_micro";

    /// <summary>Mean area under the ROC curve over pairs of classes present (Hand and Till, 2001).</summary>
    public const string AucOvoMacro = "auc_ovo_macro";

    /// <summary>Mean average precision over the classes present.</summary>
    public const string AveragePrecisionMacro = "average_precision_macro";

    /// <summary>Area under the imbalanced multiclass classification performance curve: classes of equal width.</summary>
    public const string ImcpArea = "imcp_area";

    /// <summary>Area under the multiclass classification performance curve: exams equally far apart.</summary>
    public const string McpArea = "mcp_area";

    /// <summary>Expected calibration error of the largest probability, 15 equal bins.</summary>
    public const string Ece = "ece";

    /// <summary>All of evaluation.json, in its order.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Accuracy, BalancedAccuracy, F1Macro, F1Micro, F1Weighted, PrecisionMacro, RecallMacro, Mcc, Kappa, LogLoss, Brier,
        AucOvrMacro, AucOvrMicro, AucOvoMacro, AveragePrecisionMacro, ImcpArea, McpArea, Ece,
    ];

    /// <summary>
    /// Metrics that need every class of a split. A mean over the classes present is another quantity in a resample that lacks a class, and
    /// a class of few patients decides how wide it varies; MCC and kappa are 0 by definition, or undefined, where one class is left.
    /// </summary>
    public static IReadOnlySet<string> NeedEveryClass { get; } = new HashSet<string>
    {
        BalancedAccuracy, F1Macro, PrecisionMacro, RecallMacro, AucOvrMacro, AucOvoMacro, AveragePrecisionMacro, ImcpArea,
        Mcc, Kappa,
    };

    /// <summary>The loss that training minimises, in an epoch's record.</summary>
    public const string Loss = "loss";

    /// <summary>
    /// The metric in the name of an epoch's value: <c>f1_macro</c> in <c>val_f1_macro</c>, <c>log_loss</c> (not <c>loss</c>) in
    /// <c>val_log_loss</c>: the longest that fits; null for values without a split, such as <c>lr</c>.
    /// </summary>
    public static string? InValue(string name) =>
        All.Append(Loss).Where(metric => name.EndsWith($"_{metric}", StringComparison.Ordinal)).MaxBy(metric => metric.Length);

    /// <summary>The metric that a metric repeats where each exam has one class; null for one that repeats none.</summary>
    public static string? SameAs(string metric) => metric switch
    {
        F1Micro => Accuracy,
        RecallMacro => BalancedAccuracy,
        _ => null,
    };
}
