using Angioboard.Core.Data.Cache;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Models;
using Angioboard.Core.Settings;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Training.Predicting;

/// <summary>Predicts every split of an index.</summary>
public static class Predictor
{
    /// <summary>Probabilities of every exam, splits and exams in the order of the index.</summary>
    /// <param name="index">The exams.</param>
    /// <param name="cache">Their frames.</param>
    /// <param name="model">The model, on <paramref name="device"/>.</param>
    /// <param name="untrained">Whether its backbone was frozen until now, so that other runs can share its embeddings.</param>
    /// <param name="settings">Resolved settings.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellation">Stops between two exams.</param>
    /// <exception cref="InputException">A frame cannot be read, or the model's output is not finite.</exception>
    public static IReadOnlyList<SplitPredictions> Predict(
        ExamIndex index, FrameCache cache, ViTGru model, bool untrained, RunSettings settings, Device device,
        IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        Inference inference = new(model, cache, settings, device);
        KeptEmbeddings? kept = untrained ? inference.Embedder.Kept(model) : null;
        int total = index.Splits.Sum(split => split.Exams.Count), done = 0;
        List<SplitPredictions> predictions = [];
        foreach (DataSplit split in index.Splits)
        {
            void Report(int exams) => progress?.Report(new StageProgress("predicting", done + exams, total, split.Name));
            InferenceResult result = untrained
                ? inference.RunSingly(split.Exams, kept, Report, cancellation)
                : inference.Run(split.Exams, null, Report, cancellation);
            done += split.Exams.Count;
            if (result.Predictions.FirstOrDefault(p => p.Probabilities.Any(double.IsNaN)) is { } broken)
                throw new InputException(
                    $"{broken.Exam}: the model's output is not a number because its weights have diverged; give an earlier checkpoint");
            predictions.Add(new SplitPredictions(split.Name, result.Predictions));
        }
        return predictions;
    }
}
