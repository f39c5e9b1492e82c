using Angioboard.Core.Evaluation;

namespace Angioboard.Dashboard.RunDetails.Evaluation;

/// <summary>A column of the table of classes.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Name">The figure's name in evaluation.json, also the key of the reason if it is null.</param>
/// <param name="Value">The figure.</param>
/// <param name="Count">How many exams of how many a share is of; null for what is no share of predicted classes.</param>
internal sealed record ClassFigure(
    string Title, string Name, Func<ClassReport, double?> Value, Func<SplitReport, ClassReport, (int Right, int Of)>? Count = null)
{
    /// <summary>All of them, in the order of evaluation.json.</summary>
    public static IReadOnlyList<ClassFigure> All { get; } =
    [
        new("Precision", "precision", c => c.Precision, (split, c) => (Own(split, c), Called(split, c))),
        new("Recall", "recall", c => c.Recall, (split, c) => (Own(split, c), c.Support)),
        new("F1", "f1", c => c.F1),
        new("Specificity", "specificity", c => c.Specificity, (split, c) => (Spared(split, c), split.Exams - c.Support)),
        new("NPV", "npv", c => c.Npv, (split, c) => (Spared(split, c), split.Exams - Called(split, c))),
        new("AUC", "auc", c => c.Auc),
        new("AP", "average_precision", c => c.AveragePrecision),
        new("Sensitivity at 90 % specificity", "sensitivity_at_specificity_90", c => c.SensitivityAtSpecificity90),
        new("Specificity reached", "specificity_at_threshold_90", c => c.SpecificityAtThreshold90),
        new("Threshold", "threshold_90", c => c.Threshold90),
        new("Sensitivity at 95 % specificity", "sensitivity_at_specificity_95", c => c.SensitivityAtSpecificity95),
        new("Specificity reached", "specificity_at_threshold_95", c => c.SpecificityAtThreshold95),
        new("Threshold", "threshold_95", c => c.Threshold95),
    ];

    /// <summary>Those at thresholds that the class's own exams set too.</summary>
    public static IReadOnlyList<ClassFigure> Balanced { get; } =
    [
        new("Sensitivity at best Youden", "sensitivity_at_youden", c => c.SensitivityAtYouden),
        new("Specificity reached", "specificity_at_youden", c => c.SpecificityAtYouden),
        new("Threshold", "threshold_youden", c => c.ThresholdYouden),
        new("Sensitivity at best F1", "sensitivity_at_f1", c => c.SensitivityAtF1),
        new("Precision reached", "precision_at_f1", c => c.PrecisionAtF1),
        new("Threshold", "threshold_f1", c => c.ThresholdF1),
    ];

    private static int Place(SplitReport split, ClassReport c) =>
        split.PerClass.Index().First(entry => ReferenceEquals(entry.Item, c)).Index;

    private static int Own(SplitReport split, ClassReport c) => split.Confusion[Place(split, c)][Place(split, c)];

    private static int Called(SplitReport split, ClassReport c) => split.Confusion.Sum(row => row[Place(split, c)]);

    private static int Spared(SplitReport split, ClassReport c) => split.Exams - c.Support - Called(split, c) + Own(split, c);
}
