using System.Diagnostics;
using Angioboard.Core.Data.Batches;

namespace Angioboard.Benchmarks.Training;

/// <summary>Times one side's training over all batches repeatedly, and keeps the losses of the first pass.</summary>
/// <param name="batches">The batches.</param>
/// <param name="step">Trains on a batch; returns its loss before the step.</param>
internal sealed class TrainingPass(StudyBatches batches, Func<ExamBatch, double> step)
{
    /// <summary>The losses of the first pass, which starts from the weights that all sides share.</summary>
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
