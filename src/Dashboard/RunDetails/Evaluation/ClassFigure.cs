using Angioboard.Core.Evaluation;

namespace Angioboard.Dashboard.RunDetails.Evaluation;

/// <summary>A column of the table of classes.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Name">The figure's name in evaluation.json, also the key of the reason if it is null.</param>
/// <param name="Value">The figure.</param>
internal sealed record ClassFigure(string Title, string Name, Func<ClassReport, double?> Value)
{
    /// <summary>All of them, in the order of evaluation.json.</summary>
    public static IReadOnlyList<ClassFigure> All { get; } =
    [
        new("Precision", "precision", c => c.Precision),
        new("Recall", "recall", c => c.Recall),
        new("F1", "f1", c => c.F1),
        new("Specificity", "specificity", c => c.Specificity),
        new("NPV", "npv", c => c.Npv),
        new("AUC", "auc", c => c.Auc),
        new("AP", "average_precision", c => c.AveragePrecision),
        new("Sensitivity at 90 % specificity", "sensitivity_at_specificity_90", c => c.SensitivityAtSpecificity90),
        new("Specificity reached", "specificity_at_threshold_90", c => c.SpecificityAtThreshold90),
        new("Threshold", "threshold_90", c => c.Threshold90),
        new("Sensitivity at 95 % specificity", "sensitivity_at_specificity_95", c => c.SensitivityAtSpecificity95),
        new("Specificity reached", "specificity_at_threshold_95", c => c.SpecificityAtThreshold95),
        new("Threshold", "threshold_95", c => c.Threshold95),
    ];
}
