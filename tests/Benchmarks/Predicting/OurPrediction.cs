using System.Diagnostics;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Models;
using Angioboard.Core.Settings;
using Angioboard.Core.Training.Predicting;
using TorchSharp;

namespace Angioboard.Benchmarks.Predicting;

/// <summary>Our prediction of exams whose frames are in memory.</summary>
internal sealed class OurPrediction(ViTGru model, RunSettings settings, MemoryExams exams)
{
    private readonly Inference inference = new(model, exams.Cache, settings, torch.CPU);

    /// <summary>The latest probabilities, exam by exam.</summary>
    public double[][] Probabilities { get; private set; } = [];

    /// <summary>Predicts every exam once; frames/s.</summary>
    public double Run()
    {
        long start = Stopwatch.GetTimestamp();
        IReadOnlyList<ExamPrediction> predictions = inference.Run(exams.Exams, null, null, CancellationToken.None).Predictions;
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Probabilities = [.. predictions.Select(prediction => prediction.Probabilities)];
        return exams.Mix.Frames / seconds;
    }
}
