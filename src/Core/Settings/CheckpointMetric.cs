using System.Text.Json.Serialization;

namespace Angioboard.Core.Settings;

/// <summary>What decides which epoch is the best, measured on the validation split.</summary>
public enum CheckpointMetric
{
    /// <summary>The lowest loss.</summary>
    [JsonStringEnumMemberName("min/loss")]
    MinLoss,

    /// <summary>The highest area under the ROC curve, one class against the rest, mean of the classes.</summary>
    [JsonStringEnumMemberName("max/auc_ovr_macro")]
    MaxAucOvrMacro,

    /// <summary>The highest F1, mean of the classes.</summary>
    [JsonStringEnumMemberName("max/f1_macro")]
    MaxF1Macro,

    /// <summary>The highest area under the imbalanced multiclass classification performance curve.</summary>
    [JsonStringEnumMemberName("max/imcp_area")]
    MaxImcpArea,
}
