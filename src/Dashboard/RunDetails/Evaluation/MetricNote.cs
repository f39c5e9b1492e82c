using Angioboard.Core.Evaluation.Metrics;

namespace Angioboard.Dashboard.RunDetails.Evaluation;

/// <summary>What each metric measures, in one sentence.</summary>
public static class MetricNote
{
    /// <summary>The sentence for a metric; null for an unknown one.</summary>
    /// <param name="name">Its name in evaluation.json.</param>
    public static string? Of(string name) => name switch
    {
        MetricNames.Accuracy => "Share of exams predicted correctly.",
        MetricNames.BalancedAccuracy or MetricNames.RecallMacro =>
            "Recall (sensitivity) of each class, averaged over the classes: small classes count as much as large ones.",
        MetricNames.F1Macro => "Harmonic mean of precision and recall of each class, averaged over the classes.",
        MetricNames.F1Micro => "F1 of all decisions pooled; equals accuracy if each exam has one class.",
        MetricNames.F1Weighted => "F1 of each class, weighted by its number of exams.",
        MetricNames.PrecisionMacro => "Precision (positive predictive value) of each class, averaged over the classes.",
        MetricNames.Mcc => "Correlation of predicted and true classes: 1 is perfect, 0 is chance.",
        MetricNames.Kappa => "Agreement of predicted and true classes beyond chance, unweighted: 1 is perfect, 0 is chance.",
        MetricNames.LogLoss => "Mean negative log probability of the true class; lower is better. All exams count alike here, "
            + "while the loss of training and validation weights classes if balance_classes is on.",
        MetricNames.AucOvrMacro => "Area under the ROC curve of each class against all others, averaged over the classes.",
        MetricNames.AucOvrMicro => "Area under the ROC curve of all decisions (one per exam and class) pooled.",
        MetricNames.AucOvoMacro => "Area under the ROC curve of each pair of classes, averaged over the pairs.",
        MetricNames.AveragePrecisionMacro => "Area under the precision–recall curve of each class, averaged over the classes.",
        MetricNames.ImcpArea => "Area under the IMCP curve: exams sorted by how close their probabilities are to the true class, with all "
            + "classes equally wide. 1 is perfect. It rewards confidence: a model that is too sure of itself scores higher, so look at the "
            + "log loss too.",
        MetricNames.McpArea => "The same as the IMCP area, with all exams equally wide.",
        MetricNames.Brier => "Mean squared distance of the probabilities from the truth, 0 to 2; lower is better. With the log loss it is "
            + "the measure to compare calibration by.",
        MetricNames.Ece => "Mean gap between confidence and accuracy, over 15 bins of confidence; lower is better. With few exams "
            + "it is far from 0 even for a calibrated model: compare it with the range beside it.",
        _ => null,
    };
}
