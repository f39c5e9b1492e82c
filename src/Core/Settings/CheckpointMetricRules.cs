using Angioboard.Core.Evaluation.Metrics;

namespace Angioboard.Core.Settings;

/// <summary>How a <see cref="CheckpointMetric"/> is read from an epoch and compared.</summary>
public static class CheckpointMetricRules
{
    /// <summary>The name of the value in an epoch's record: <c>val_loss</c>, <c>val_auc_ovr_macro</c> …</summary>
    public static string Key(this CheckpointMetric metric) => metric switch
    {
        CheckpointMetric.MinLoss => "val_loss",
        CheckpointMetric.MaxAucOvrMacro => "val_auc_ovr_macro",
        CheckpointMetric.MaxF1Macro => "val_f1_macro",
        CheckpointMetric.MinLogLoss => "val_log_loss",
        _ => "val_imcp_area",
    };

    /// <summary>Whether a higher value is better.</summary>
    public static bool Maximized(this CheckpointMetric metric) => !MetricDirection.LowerIsBetter(metric.Key());

    /// <summary>Whether <paramref name="value"/> is better than the best so far. An undefined or non-finite value never is.</summary>
    public static bool Improves(this CheckpointMetric metric, double? value, double? best) =>
        MetricDirection.IsBetter(metric.Key(), value, best);
}
