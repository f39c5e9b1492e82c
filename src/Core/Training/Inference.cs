using Angioboard.Core.Data;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Training;

/// <summary>What a model says of a list of exams.</summary>
/// <param name="Predictions">In the order of the exams.</param>
/// <param name="Loss">Mean of the batch losses weighted by batch size; null where no loss was asked for.</param>
public sealed record InferenceResult(IReadOnlyList<ExamPrediction> Predictions, double? Loss);

/// <summary>Runs a model over exams without learning.</summary>
public sealed class Inference(ViTGru model, FrameCache cache, RunSettings settings, Device device)
{
    /// <summary>Predicts the exams in their order; probabilities by a softmax in float64.</summary>
    /// <param name="exams">With labels, where a loss is asked for.</param>
    /// <param name="loss">The loss to measure, or null.</param>
    /// <param name="progressed">Told of the exams done after each batch.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <exception cref="InputException">A frame cannot be read.</exception>
    public InferenceResult Run(IReadOnlyList<Exam> exams, SplitLoss? loss, Action<int>? progressed, CancellationToken cancellation)
    {
        bool training = model.training;
        model.eval();
        List<ExamPrediction> predictions = new(exams.Count);
        double lossSum = 0;
        using IDisposable grad = inference_mode();
        ExamLoader loader = new(exams, cache, settings.BatchSize, device: device);
        foreach (ExamBatch batch in loader.Load([.. Enumerable.Range(0, exams.Count)], cancellation: cancellation))
        {
            using ExamBatch owned = batch;
            using DisposeScope scope = NewDisposeScope();
            (double[] rows, double mean) = DeviceException.Naming(batch, settings, device, () => Compute(batch, loss));
            lossSum += mean * batch.Names.Length;
            int classes = rows.Length / batch.Names.Length;
            for (int i = 0; i < batch.Names.Length; i++)
                predictions.Add(new ExamPrediction(batch.Names[i], batch.Labels[i], rows[(i * classes)..((i + 1) * classes)]));
            progressed?.Invoke(predictions.Count);
        }
        model.train(training);
        return new InferenceResult(predictions, loss is null ? null : lossSum / exams.Count);
    }

    private (double[] Probabilities, double Loss) Compute(ExamBatch batch, SplitLoss? loss)
    {
        Tensor logits = model.forward(batch.Frames.to(device), batch.Lengths);                                   // (B, classes)
        double mean = loss?.Of(logits, batch).ToDouble() ?? 0;
        return (nn.functional.softmax(logits.to_type(ScalarType.Float64), 1).cpu().data<double>().ToArray(), mean);
    }
}
