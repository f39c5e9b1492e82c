using Angioboard.Core.Formats.Pickle;

namespace Angioboard.Core.Training.Checkpoints;

/// <summary>A run's state besides weights and optimizer: what resuming exactly needs. Random draws follow from the position.</summary>
public sealed record TrainingState
{
    /// <summary>The entry of a checkpoint that holds it.</summary>
    public const string Entry = "angioboard";

    /// <summary>The epoch to continue with, from 0.</summary>
    public int Epoch { get; set; }

    /// <summary>Batches of that epoch already trained on.</summary>
    public int Batch { get; set; }

    /// <summary>Optimizer steps since the start.</summary>
    public long Step { get; set; }

    /// <summary>Sum of the epoch's batch losses, each weighted by its number of exams.</summary>
    public double LossSum { get; set; }

    /// <summary>Exams of that epoch already trained on.</summary>
    public long Exams { get; set; }

    /// <summary>Frames of that epoch already trained on.</summary>
    public long Frames { get; set; }

    /// <summary>The best value of the checkpoint metric; null before the first.</summary>
    public double? Best { get; set; }

    /// <summary>The epoch that reached it.</summary>
    public int? BestEpoch { get; set; }

    /// <summary>Epochs since then.</summary>
    public int EpochsWithoutProgress { get; set; }

    /// <summary>
    /// Whether a checkpoint's backbone still has the weights that its run began with: every step until then was in a frozen epoch. False
    /// if the file does not say.
    /// </summary>
    /// <param name="entry">Its <see cref="Entry"/>.</param>
    /// <param name="hyperParameters">Its settings.</param>
    public static bool BackboneIsUntrained(object? entry, IReadOnlyDictionary<string, object?> hyperParameters)
    {
        if (entry is not PickleDictionary plain || plain.GetValueOrDefault("epoch") is not long epoch) return false;
        double frozen = hyperParameters.GetValueOrDefault("freeze_backbone_epochs") switch { long n => n, double n => n, _ => 0 };
        return epoch < frozen || (epoch == frozen && frozen > 0 && plain.GetValueOrDefault("batch") is 0L);
    }

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

    /// <summary>Reads the state from an Angioboard checkpoint.</summary>
    /// <param name="entry">Its <see cref="Entry"/>.</param>
    /// <param name="path">The checkpoint.</param>
    /// <exception cref="InputException">There is none, or it is not valid.</exception>
    public static TrainingState Of(object? entry, string path)
    {
        if (entry is not PickleDictionary plain) throw NotOne(Entry);
        return new TrainingState
        {
            Epoch = (int)Whole("epoch", int.MaxValue),
            Batch = (int)Whole("batch", int.MaxValue),
            Step = Whole("step"),
            LossSum = Number("loss_sum") ?? throw NotOne("loss_sum"),
            Exams = Whole("exams"),
            Frames = Whole("frames"),
            Best = Number("best"),
            BestEpoch = plain.GetValueOrDefault("best_epoch") is null ? null : (int)Whole("best_epoch", int.MaxValue),
            EpochsWithoutProgress = (int)Whole("epochs_without_progress", int.MaxValue),
        };

        long Whole(string name, long most = long.MaxValue) =>
            plain.GetValueOrDefault(name) is long whole and >= 0 && whole <= most ? whole : throw NotOne(name);
        double? Number(string name) =>
            plain.GetValueOrDefault(name) switch { double number => number, null => null, _ => throw NotOne(name) };
        InputException NotOne(string name) =>
            new($"{path}: a run cannot continue from it: {name} is missing or not valid; use it as weight of a new run, or as init-weight");
    }
}
