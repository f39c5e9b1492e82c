using Angioboard.Core.Data.Exams;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Models;
using Angioboard.Core.Settings;
using Angioboard.Core.Training.Predicting;
using static TorchSharp.torch;

namespace Angioboard.Core.Training;

/// <summary>Loss and metrics after each epoch, of the selecting split and of the monitored ones.</summary>
internal sealed class EpochEvaluation : IDisposable
{
    private readonly Inference inference;
    private readonly (string Prefix, IReadOnlyList<Exam> Exams, SplitLoss Loss)[] splits;

    public EpochEvaluation(ViTGru model, TrainingData data, RunSettings settings, Device device)
    {
        inference = new Inference(model, data.Cache, settings, device);
        (string, IReadOnlyList<Exam>, SplitLoss) Split(string prefix, IReadOnlyList<Exam> exams) =>
            (prefix, exams, new SplitLoss(exams, settings, model.Spec.Classes, device));
        splits = [Split("val", data.Validation), .. data.Monitors.Select(monitor => Split(monitor.Name, monitor.Exams))];
    }

    /// <summary>Embeds the exams.</summary>
    public FrameEmbedder Embedder => inference.Embedder;

    /// <summary>Adds <c>val_loss</c>, <c>val_accuracy</c> …, and the same for each monitor, to the epoch's values.</summary>
    /// <param name="values">The epoch's values.</param>
    /// <param name="frozen">Cached embeddings of a frozen backbone; null if it is trained.</param>
    /// <param name="progressed">Called after each chunk of frames.</param>
    /// <param name="cancellation">Stops between two exams.</param>
    public void Measure(Dictionary<string, double?> values, FrozenBackbone? frozen, Action progressed, CancellationToken cancellation)
    {
        foreach ((string prefix, IReadOnlyList<Exam> exams, SplitLoss loss) in splits)
        {
            InferenceResult result = frozen?.Of(exams, _ => progressed(), cancellation) is { } embedded
                ? inference.Run(exams, embedded, loss)
                : inference.Run(exams, loss, _ => progressed(), cancellation);
            values[$"{prefix}_loss"] = result.Loss;
            foreach ((string metric, double? value) in Metrics(result.Predictions).ByName()) values[$"{prefix}_{metric}"] = value;
        }
    }

    // Diverged weights give no probabilities: such an epoch has a NaN loss and no metrics.
    private static EpochMetrics Metrics(IReadOnlyList<ExamPrediction> predictions) =>
        predictions.Any(prediction => prediction.Probabilities.Any(p => !double.IsFinite(p)))
            ? EpochMetrics.None
            : EpochMetrics.Of([.. predictions.Select(p => p.Label!.Value)], [.. predictions.Select(p => p.Probabilities)]);

    public void Dispose()
    {
        foreach ((_, _, SplitLoss loss) in splits) loss.Dispose();
    }
}
