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
    /// <exception cref="InputException">A frame cannot be read, or the model's output is not finite.</exception>
    public static IReadOnlyList<SplitPredictions> Predict(
        ExamIndex index, FrameCache cache, ViTGru model, RunSettings settings, Device device,
        IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        Inference inference = new(model, cache, settings, device);
        int total = index.Splits.Sum(split => split.Exams.Count), done = 0;
        List<SplitPredictions> predictions = [];
        foreach (DataSplit split in index.Splits)
        {
            InferenceResult result = inference.Run(
                split.Exams, null, exams => progress?.Report(new StageProgress("predicting", done + exams, total, split.Name)),
                cancellation);
            done += split.Exams.Count;
            if (result.Predictions.FirstOrDefault(p => p.Probabilities.Any(double.IsNaN)) is { } broken)
                throw new InputException(
                    $"{broken.Exam}: the model's output is not a number because its weights have diverged; give an earlier checkpoint");
            predictions.Add(new SplitPredictions(split.Name, result.Predictions));
        }
        return predictions;
    }
}
