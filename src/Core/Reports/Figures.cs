using Angioboard.Core.Evaluation.Metrics;

namespace Angioboard.Core.Reports;

/// <summary>Formats figures and their names in reports.</summary>
internal static class Figures
{
    /// <summary>Three decimals; a dash if undefined.</summary>
    public static string Of(double? value) => value is { } v ? $"{v:0.000}" : "–";

    public static string Of(Interval? interval) => interval is null ? "–" : $"{interval.Low:0.000} to {interval.High:0.000}";

    /// <summary>An interval in two decimals, for narrow columns; a dash if there is none.</summary>
    public static string Narrow(Interval? interval) => interval is null ? "–" : $"{interval.Low:0.00}–{interval.High:0.00}";

    /// <summary>A number of exams with its noun.</summary>
    public static string Exams(int count) => count == 1 ? "1 exam" : $"{count} exams";

    /// <summary>A metric's display name.</summary>
    public static string Name(string metric) => metric switch
    {
        MetricNames.Accuracy => "Accuracy",
        MetricNames.BalancedAccuracy => "Balanced accuracy",
        MetricNames.F1Macro => "F1, macro",
        MetricNames.F1Micro => "F1, micro",
        MetricNames.F1Weighted => "F1, weighted",
        MetricNames.PrecisionMacro => "Precision, macro",
        MetricNames.RecallMacro => "Recall, macro",
        MetricNames.Mcc => "Matthews correlation",
        MetricNames.Kappa => "Cohen's kappa",
        MetricNames.LogLoss => "Log loss",
        MetricNames.Brier => "Brier score",
        MetricNames.AucOvrMacro => "AUC (one-vs-rest, macro)",
        MetricNames.AucOvrMicro => "AUC (one-vs-rest, micro)",
        MetricNames.AucOvoMacro => "AUC (one-vs-one, macro)",
        MetricNames.AveragePrecisionMacro => "Average precision, macro",
        MetricNames.ImcpArea => "IMCP area",
        MetricNames.McpArea => "MCP area",
        MetricNames.Ece => "Calibration error (ECE)",
        "loss" => "Loss",
        _ => metric,
    };
}
