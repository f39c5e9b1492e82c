namespace Angioboard.Core.Evaluation;

/// <summary>How the intervals were made.</summary>
/// <param name="Resamples">Resamples per split.</param>
/// <param name="Unit">Unit of the draws: <c>exams</c> or <c>patients</c>.</param>
/// <param name="Seed">The seed of the draws in older files; null since draws depend on the data alone.</param>
public sealed record BootstrapReport(int Resamples, string Unit, long? Seed = null);

/// <summary>The evaluation of a model on its splits: the content of evaluation.json.</summary>
public sealed record EvaluationReport
{
    /// <summary>Class names, in the order of the probabilities.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>How the intervals were made.</summary>
    public required BootstrapReport Bootstrap { get; init; }

    /// <summary>The split on which thresholds were set; null if there was none.</summary>
    public required string? ThresholdSplit { get; init; }

    /// <summary>Notes for the reader, such as splits left out.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The splits that have labelled exams, in the order of the predictions.</summary>
    public required OrderedDictionary<string, SplitReport> Splits { get; init; }
}
