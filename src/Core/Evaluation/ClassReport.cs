using System.Text.Json.Serialization;
using Angioboard.Core.Evaluation.Metrics;

namespace Angioboard.Core.Evaluation;

/// <summary>
/// One-vs-rest figures of a class. All figures of a class without exams are null; the reason of each null is under <see cref="Undefined"/>
/// by the figure's name.
/// </summary>
public sealed record ClassReport
{
    /// <summary>The class.</summary>
    public required string Name { get; init; }

    /// <summary>Exams of this class.</summary>
    public required int Support { get; init; }

    /// <summary>Independent units with an exam of this class; null in older files.</summary>
    public int? Units { get; init; }

    /// <summary>0 where the class is never predicted.</summary>
    public required double? Precision { get; init; }

    /// <summary>Sensitivity.</summary>
    public required double? Recall { get; init; }

    /// <summary>Harmonic mean of precision and recall.</summary>
    public required double? F1 { get; init; }

    /// <summary>Share of the other classes' exams that are not predicted as this class.</summary>
    public required double? Specificity { get; init; }

    /// <summary>Share of exams not predicted as this class that do not belong to it.</summary>
    public required double? Npv { get; init; }

    /// <summary>Area under the ROC curve.</summary>
    public required double? Auc { get; init; }

    /// <summary>Area under the precision-recall curve, by steps.</summary>
    public required double? AveragePrecision { get; init; }

    /// <summary>Sensitivity in this split at the threshold that gave the threshold split a specificity of at least 0.90.</summary>
    [JsonPropertyName("sensitivity_at_specificity_90")]
    public required double? SensitivityAtSpecificity90 { get; init; }

    /// <summary>This threshold's specificity in this split.</summary>
    [JsonPropertyName("specificity_at_threshold_90")]
    public required double? SpecificityAtThreshold90 { get; init; }

    /// <summary>An exam counts as positive if its probability is at least this.</summary>
    [JsonPropertyName("threshold_90")]
    public required double? Threshold90 { get; init; }

    /// <summary>Sensitivity in this split at the threshold that gave the threshold split a specificity of at least 0.95.</summary>
    [JsonPropertyName("sensitivity_at_specificity_95")]
    public required double? SensitivityAtSpecificity95 { get; init; }

    /// <summary>This threshold's specificity in this split.</summary>
    [JsonPropertyName("specificity_at_threshold_95")]
    public required double? SpecificityAtThreshold95 { get; init; }

    /// <summary>An exam counts as positive if its probability is at least this.</summary>
    [JsonPropertyName("threshold_95")]
    public required double? Threshold95 { get; init; }

    /// <summary>
    /// Sensitivity in this split at the threshold with the largest Youden index in the threshold split; null in older files.
    /// </summary>
    public double? SensitivityAtYouden { get; init; }

    /// <summary>This threshold's specificity in this split.</summary>
    public double? SpecificityAtYouden { get; init; }

    /// <summary>An exam counts as positive if its probability is at least this.</summary>
    public double? ThresholdYouden { get; init; }

    /// <summary>Sensitivity in this split at the threshold with the largest F1 in the threshold split; null in older files.</summary>
    public double? SensitivityAtF1 { get; init; }

    /// <summary>The share of exams of this class among those that are positive at this threshold.</summary>
    public double? PrecisionAtF1 { get; init; }

    /// <summary>An exam counts as positive if its probability is at least this.</summary>
    public double? ThresholdF1 { get; init; }

    /// <summary>The figures' 95 % intervals by their names; those that have none are left out. Absent from older files.</summary>
    public OrderedDictionary<string, Interval> Intervals { get; init; } = [];

    /// <summary>Why a figure is null, or <c>intervals.NAME</c> where only the interval is, by its name in evaluation.json.</summary>
    public required OrderedDictionary<string, string> Undefined { get; init; }

    /// <summary>What to keep in mind about a figure that rests on few exams, by its name; absent from older files.</summary>
    public OrderedDictionary<string, string> Cautions { get; init; } = [];
}
