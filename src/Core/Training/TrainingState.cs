using static TorchSharp.torch;

namespace Angioboard.Core.Training;

/// <summary>Where a run stands, beside weights and optimizer: all that going on exactly needs, since randomness follows from the place.</summary>
public sealed record TrainingState
{
    /// <summary>The epoch to go on with, from 0.</summary>
    public int Epoch { get; set; }

    /// <summary>Batches of that epoch already learnt from.</summary>
    public int Batch { get; set; }

    /// <summary>Optimizer steps since the start.</summary>
    public long Step { get; set; }

    /// <summary>Sum of batch losses of the epoch, each times its exams.</summary>
    public double LossSum { get; set; }

    /// <summary>Exams of the epoch already learnt from.</summary>
    public long Exams { get; set; }

    /// <summary>Frames of the epoch already learnt from.</summary>
    public long Frames { get; set; }

    /// <summary>The best value of the checkpoint metric; null before the first.</summary>
    public double? Best { get; set; }

    /// <summary>The epoch that reached it.</summary>
    public int? BestEpoch { get; set; }

    /// <summary>Epochs since.</summary>
    public int EpochsWithoutProgress { get; set; }

    /// <summary>The state as plain values of a checkpoint.</summary>
    public IReadOnlyDictionary<string, object?> ToPlain() => new Dictionary<string, object?>
    {
        ["epoch"] = (long)Epoch,
        ["batch"] = (long)Batch,
        ["step"] = Step,
        ["loss_sum"] = LossSum,
        ["exams"] = Exams,
        ["frames"] = Frames,
        ["best"] = Best,
        ["best_epoch"] = (long?)BestEpoch,
        ["epochs_without_progress"] = (long)EpochsWithoutProgress,
    };
}
