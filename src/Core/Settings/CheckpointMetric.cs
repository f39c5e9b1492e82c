using System.Text.Json.Serialization;

namespace Angioboard.Core.Settings;

/// <summary>Metric that selects the best epoch, measured on the validation split.</summary>
public enum CheckpointMetric
{
    /// <summary>The lowest loss: with balanced classes weighted by the split's own class counts, and dependent on the batch size.</summary>
    [JsonStringEnumMemberName("min/loss")]
    MinLoss,

    /// <summary>The highest one-vs-rest AUC, mean of the classes.</summary>
    [JsonStringEnumMemberName("max/auc_ovr_macro")]
    MaxAucOvrMacro,

    /// <summary>The highest F1, mean of the classes.</summary>
    [JsonStringEnumMemberName("max/f1_macro")]
    MaxF1Macro,

    /// <summary>The highest area under the imbalanced multiclass classification performance curve.</summary>
    [JsonStringEnumMemberName("max/imcp_area")]
    MaxImcpArea,

    /// <summary>The lowest log loss, each exam with the same weight.</summary>
    [JsonStringEnumMemberName("min/log_loss")]
    MinLogLoss,
}
