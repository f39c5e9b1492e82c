using Angioboard.Core.Evaluation.Studies.Ensembles;

namespace Angioboard.Core.Studies.Ensembles;

/// <summary>A run in an ensemble, as it was when the ensemble was made.</summary>
/// <param name="Run">The name of its folder, which is beside the study's: <c>Train_3</c>.</param>
/// <param name="Variant">Its variant.</param>
/// <param name="Fold">Its fold; null in a study without any.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Predictions">SHA-256 of its predictions.json.</param>
/// <param name="Weights">The name of its checkpoint; null if it had none any more.</param>
/// <param name="WeightsSha256">SHA-256 of the checkpoint; null likewise.</param>
public sealed record RecordedMember(
    string Run, string Variant, int? Fold, long Seed, string Predictions, string? Weights, string? WeightsSha256)
{
    /// <summary>What messages call it: <c>Train_3 (fold 0, seed 42)</c>.</summary>
    public string Words => Fold is { } fold ? $"{Run} (fold {fold}, seed {Seed})" : $"{Run} (seed {Seed})";
}

/// <summary>What an ensemble is made of: the content of ensemble.json.</summary>
public sealed record EnsembleRecord
{
    /// <summary>How its members are put together.</summary>
    public const string MeanOfProbabilities = "mean of probabilities";

    /// <summary>How its members are put together.</summary>
    public required string Rule { get; init; }

    /// <summary>
    /// The variant whose finished runs are its members, or the size of a learning curve; null if runs were chosen one by one.
    /// </summary>
    public string? Variant { get; init; }

    /// <summary>Its members.</summary>
    public required IReadOnlyList<RecordedMember> Members { get; init; }

    /// <summary>Class names, in the order of the probabilities.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The metric that decides in its study.</summary>
    public required string Metric { get; init; }

    /// <summary>The figures on the exams outside the members' folds; null if none has a label.</summary>
    public EnsembleFigures? Figures { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Who made it.</summary>
    public required string MadeBy { get; init; }

    /// <summary>Which runs, in words: <c>6 runs of max_frames=12</c>.</summary>
    public string Words() => Variant is { } variant ? $"{Members.Count} runs of {variant}" : $"{Members.Count} chosen runs";
}
