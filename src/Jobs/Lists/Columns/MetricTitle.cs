using Angioboard.Core.Evaluation.Metrics;

namespace Angioboard.Jobs.Lists.Columns;

/// <summary>Titles of metrics.</summary>
public static class MetricTitle
{
    private static readonly Dictionary<string, string> Titles = new()
    {
        ["loss"] = "Loss",
        ["lr"] = "Learning rate",
        [MetricNames.Accuracy] = "Accuracy",
        [MetricNames.BalancedAccuracy] = "Balanced accuracy",
        [MetricNames.F1Macro] = "F1 (macro)",
        [MetricNames.F1Micro] = "F1 (micro)",
        [MetricNames.F1Weighted] = "F1 (weighted)",
        [MetricNames.PrecisionMacro] = "Precision (macro)",
        [MetricNames.RecallMacro] = "Recall (macro)",
        [MetricNames.Mcc] = "Matthews correlation",
        [MetricNames.Kappa] = "Cohen's kappa",
        [MetricNames.LogLoss] = "Log loss",
        [MetricNames.Brier] = "Brier score",
        [MetricNames.AucOvrMacro] = "AUC (one-vs-rest, macro)",
        [MetricNames.AucOvrMicro] = "AUC (one-vs-rest, micro)",
        [MetricNames.AucOvoMacro] = "AUC (one-vs-one, macro)",
        [MetricNames.AveragePrecisionMacro] = "Average precision (macro)",
        [MetricNames.ImcpArea] = "IMCP area",
        [MetricNames.McpArea] = "MCP area",
        [MetricNames.Ece] = "Expected calibration error",
    };

    /// <summary>The title of a metric's name (<c>f1_macro</c>), or the name itself.</summary>
    public static string Of(string metric) => Titles.GetValueOrDefault(metric, metric);

    /// <summary>The title within a sentence; abbreviations and people keep their capitals.</summary>
    public static string Within(string metric) => metric is MetricNames.Kappa or MetricNames.Mcc or MetricNames.Brier ? Of(metric)
        : Of(metric) is [var first, var second, ..] title && char.IsLower(second) ? char.ToLowerInvariant(first) + title[1..] : Of(metric);

    /// <summary>A sentence that begins with a metric's name, with its title instead.</summary>
    public static string Begin(string metric, string sentence) => $"{Of(metric)}{sentence[metric.Length..]}";
}
