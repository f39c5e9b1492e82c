namespace Angioboard.Core.Evaluation.Metrics;

/// <summary>The metrics of a split after each epoch: those for model selection, and the accuracy.</summary>
/// <param name="Accuracy">Share of correctly predicted exams.</param>
/// <param name="AucOvrMacro">Null with fewer than two classes present.</param>
/// <param name="F1Macro">Over the classes present.</param>
/// <param name="ImcpArea">Over the classes present.</param>
/// <param name="LogLoss">Mean over exams, each with the same weight; nats.</param>
public sealed record EpochMetrics(double? Accuracy, double? AucOvrMacro, double? F1Macro, double? ImcpArea, double? LogLoss)
{
    /// <summary>Nothing is defined.</summary>
    public static EpochMetrics None { get; } = new(null, null, null, null, null);

    /// <summary>The metrics of a split's labelled exams; all null without any.</summary>
    /// <param name="labels">True classes, from 0.</param>
    /// <param name="probabilities">One row per exam, one probability per class; rows sum to 1.</param>
    public static EpochMetrics Of(IReadOnlyList<int> labels, IReadOnlyList<double[]> probabilities)
    {
        if (labels.Count == 0) return None;

        ScoredExams exams = new(labels, probabilities, probabilities[0].Length);
        ConfusionMatrix confusion = new(exams, exams.Once);
        double auc = new RankStatistics(exams, exams.Once).AucOvrMacro;
        return new EpochMetrics(
            confusion.Accuracy,
            double.IsNaN(auc) ? null : auc,
            confusion.MeanOverPresent(confusion.F1),
            ImcpCurve.Areas(exams, exams.Once).Imcp,
            exams.Losses.Average());
    }

    /// <summary>The same by the names of <see cref="MetricNames"/>, in the order in which an epoch's record holds them.</summary>
    public IEnumerable<KeyValuePair<string, double?>> ByName() =>
    [
        new(MetricNames.Accuracy, Accuracy),
        new(MetricNames.AucOvrMacro, AucOvrMacro),
        new(MetricNames.F1Macro, F1Macro),
        new(MetricNames.ImcpArea, ImcpArea),
        new(MetricNames.LogLoss, LogLoss),
    ];
}
