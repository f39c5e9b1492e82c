using Angioboard.Core.Data;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Training;

/// <summary>Predicts every split of an index.</summary>
public static class Prediction
{
    /// <summary>Probabilities of every exam, splits and exams in the order of the index.</summary>
    /// <exception cref="InputException">A frame cannot be read, or the model's output is not finite.</exception>
    public static IReadOnlyList<SplitPredictions> Of(
        ExamIndex index, FrameCache cache, ViTGru model, RunSettings settings, Device device,
        IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        Inference inference = new(model, cache, settings, device);
        int total = index.Splits.Sum(split => split.Exams.Count), done = 0;
        List<SplitPredictions> predictions = [];
        foreach (DataSplit split in index.Splits)
        {
            InferenceResult result = inference.Run(
                split.Exams, null, exams => progress?.Report(new StageProgress("predicting", done + exams, total, split.Name)), cancellation);
            done += split.Exams.Count;
            if (result.Predictions.FirstOrDefault(p => p.Probabilities.Any(double.IsNaN)) is { } broken)
                throw new InputException($"{broken.Exam}: the model's output is not a number; its weights have diverged: give an earlier checkpoint");
            predictions.Add(new SplitPredictions(split.Name, result.Predictions));
        }
        return predictions;
    }

    /// <summary>Decodes every frame that will be used, so that each bad one is known before anything is made.</summary>
    /// <exception cref="InputException">Frames that cannot be decoded; every one is named.</exception>
    public static void Decode(ExamIndex index, FrameCache cache, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        Exam[] exams = [.. index.Splits.SelectMany(split => split.Exams)];
        int done = 0;
        System.Collections.Concurrent.ConcurrentBag<(int Position, InputException Error)> errors = [];
        Parallel.For(0, exams.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            try
            {
                cache.Get(exams[i], cancellation).Dispose();
            }
            catch (InputException e)
            {
                errors.Add((i, e));
            }
            progress?.Report(new StageProgress("decoding frames", Interlocked.Increment(ref done), exams.Length));
        });
        if (!errors.IsEmpty) throw new InputException([.. errors.OrderBy(e => e.Position).SelectMany(e => e.Error.Problems)]);
    }
}
