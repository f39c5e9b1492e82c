using System.Diagnostics;
using Angioboard.Core.Data.Batches;

namespace Angioboard.Benchmarks.Training;

/// <summary>Times one side's training over all batches again and again, and keeps the losses of the first time.</summary>
/// <param name="batches">The batches.</param>
/// <param name="step">Learns from a batch; returns its loss before that.</param>
internal sealed class TrainingPass(StudyBatches batches, Func<ExamBatch, double> step)
{
    /// <summary>The losses of the first pass, which start from the weights that all sides have.</summary>
    public double[]? Losses { get; private set; }

    /// <summary>Trains on each batch once; frames/s.</summary>
    public double Run()
    {
        long start = Stopwatch.GetTimestamp();
        double[] losses = [.. batches.All.Select(step)];
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Losses ??= losses;
        return batches.Mix.Frames / seconds;
    }
}
