using Angioboard.Core.Data.Cache;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Training;

/// <summary>The exams used for training, model selection and monitoring, with their frames.</summary>
public sealed class TrainingData
{
    /// <summary>Assigns the splits of an index to their roles. Exams without a label are left out.</summary>
    public TrainingData(ExamIndex index, FrameCache cache)
    {
        Cache = cache;
        Dictionary<string, Exam[]> labelled =
            index.Splits.ToDictionary(split => split.Name, split => split.Exams.Where(exam => exam.Label is not null).ToArray());
        Train = labelled["train"];
        Validation = labelled.GetValueOrDefault("validation") is { Length: > 0 } validation ? validation : Train;
        Monitors =
            [.. index.Splits.Where(split => split.Name.StartsWith("monitor-", StringComparison.Ordinal) && labelled[split.Name].Length > 0)
            .Select(split => new DataSplit(split.Name, labelled[split.Name]))];
    }

    /// <summary>The frames.</summary>
    public FrameCache Cache { get; }

    /// <summary>Training exams.</summary>
    public IReadOnlyList<Exam> Train { get; }

    /// <summary>Exams that select the best epoch: the validation split, or the training split if there is none.</summary>
    public IReadOnlyList<Exam> Validation { get; }

    /// <summary>Splits that are monitored only.</summary>
    public IReadOnlyList<DataSplit> Monitors { get; }

    /// <summary>
    /// The statistics of the training frames: the mean of the frames' means, the root of the mean of their unbiased variances.
    /// </summary>
    public ChannelStatistics Statistics(CancellationToken cancellation)
    {
        double mean = 0, variance = 0;
        long frames = 0;
        foreach (Exam exam in Train)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            Tensor pixels = Cache.Get(exam, cancellation).flatten(1);                            // (T, S²)
            mean += pixels.mean([1]).sum().ToDouble();
            variance += pixels.var(1).sum().ToDouble();
            frames += pixels.shape[0];
        }
        return ChannelStatistics.Grey(mean / frames, Math.Sqrt(variance / frames));
    }
}
