using Angioboard.Core.Data.Cache;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Devices;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Models;
using Angioboard.Core.Settings;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Training.Predicting;

/// <summary>A model's predictions for a list of exams.</summary>
/// <param name="Predictions">In the order of the exams.</param>
/// <param name="Loss">Mean of the batch losses weighted by batch size; null if no loss was requested.</param>
public sealed record InferenceResult(IReadOnlyList<ExamPrediction> Predictions, double? Loss);

/// <summary>Runs a model over exams in inference mode.</summary>
public sealed class Inference(ViTGru model, FrameCache cache, RunSettings settings, Device device)
{
    /// <summary>Embeds the exams' frames.</summary>
    internal FrameEmbedder Embedder { get; } =
        new(model.Embed, model.Spec.Backbone.Dim, FrameChunk.Frames(model.Spec.Backbone, settings.Precision, device), cache,
            settings, device);

    /// <summary>Predicts the exams in their order; probabilities by a softmax in float64.</summary>
    /// <param name="exams">With labels if a loss is requested.</param>
    /// <param name="loss">The loss to measure, or null.</param>
    /// <param name="progressed">Receives the number of exams done after each chunk of frames.</param>
    /// <param name="cancellation">Stops between two exams.</param>
    /// <exception cref="InputException">A frame cannot be read.</exception>
    public InferenceResult Run(IReadOnlyList<Exam> exams, SplitLoss? loss, Action<int>? progressed, CancellationToken cancellation) =>
        Run(exams, Once(Embedder.Embed(exams, progressed, cancellation)), loss);

    /// <summary>
    /// The same by a backbone that was never trained, as it embeds exams while it is frozen: each by itself, kept for other runs.
    /// </summary>
    internal InferenceResult RunSingly(
        IReadOnlyList<Exam> exams, KeptEmbeddings? kept, Action<int>? progressed, CancellationToken cancellation) =>
        Run(exams, Once(Embedder.EmbedSingly(exams, kept, progressed, cancellation)), null);

    /// <summary>The same for exams whose embeddings are already computed.</summary>
    internal InferenceResult Run(IReadOnlyList<Exam> exams, IEnumerable<EmbeddedExams> embedded, SplitLoss? loss)
    {
        if (exams.Count == 0) return new InferenceResult([], loss is null ? null : double.NaN);
        bool training = model.training;
        model.eval();
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> logits = [];
        foreach (EmbeddedExams group in embedded)
            logits.Add(DeviceException.Naming(group.Lengths.Length, group.Lengths.Max(), settings, device, () => Classify(group)));
        model.train(training);
        (double[] rows, double? mean) =
            DeviceException.Naming(exams.Count, exams.Max(cache.Count), settings, device, () => Read(cat(logits), exams, loss));
        int classes = rows.Length / exams.Count;
        return new InferenceResult(
            [.. exams.Select((exam, i) => new ExamPrediction(exam.Name, exam.Label, rows[(i * classes)..((i + 1) * classes)]))], mean);
    }

    private static IEnumerable<EmbeddedExams> Once(IEnumerable<EmbeddedExams> embedded)
    {
        foreach (EmbeddedExams group in embedded)
        {
            using EmbeddedExams owned = group;
            yield return group;
        }
    }

    private Tensor Classify(EmbeddedExams group)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable grad = inference_mode();
        return model.Classify(group.Embeddings, group.Lengths).MoveToOuterDisposeScope();
    }

    private (double[] Probabilities, double? Loss) Read(Tensor logits, IReadOnlyList<Exam> exams, SplitLoss? loss)
    {
        using IDisposable grad = inference_mode();
        double[] probabilities = nn.functional.softmax(logits.to_type(ScalarType.Float64), 1).cpu().data<double>().ToArray();
        return (probabilities, loss is null ? null : Loss(logits, exams, loss));
    }

    // PyTorch's weighted mean is per batch, so the loss uses batches of the settings' size, whatever was computed together.
    private double Loss(Tensor logits, IReadOnlyList<Exam> exams, SplitLoss loss)
    {
        int[][] batches = [.. Enumerable.Range(0, exams.Count).Chunk(settings.BatchSize)];
        float[] means = stack([.. batches.Select(batch =>
            loss.Of(logits.narrow(0, batch[0], batch.Length), batch.Select(i => exams[i].Label)))]).cpu().data<float>().ToArray();
        return batches.Zip(means, (batch, mean) => (double)mean * batch.Length).Sum() / exams.Count;
    }
}
