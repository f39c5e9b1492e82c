using Angioboard.Core.Evaluation.Studies.Decisions;
using Angioboard.Core.Evaluation.Studies.Differences;
using Angioboard.Core.Evaluation.Studies.Ensembles;
using Angioboard.Core.Evaluation.Studies.Figures;

namespace Angioboard.Core.Evaluation.Studies;

/// <summary>A run that is not finished.</summary>
/// <param name="Fold">Its fold.</param>
/// <param name="Seed">Its seed.</param>
public sealed record MissingRun(int Fold, long Seed);

/// <summary>What is known of a variant so far.</summary>
public sealed record VariantResult
{
    /// <summary>The variant.</summary>
    public required string Variant { get; init; }

    /// <summary>Finished runs.</summary>
    public required int Runs { get; init; }

    /// <summary>All its runs: folds × seeds.</summary>
    public required int Of { get; init; }

    /// <summary>The runs that are not finished.</summary>
    public required IReadOnlyList<MissingRun> Missing { get; init; }

    /// <summary>What its figures leave out, such as "12 of 15 runs"; null if nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Its figures; null before the first run.</summary>
    public VariantFigures? Figures { get; init; }

    /// <summary>
    /// What it decides at thresholds, and its calibration, set by each run on its own validation exams; null before the first run, and in
    /// older files.
    /// </summary>
    public VariantDecisions? Decisions { get; init; }

    /// <summary>The ensemble of its seeds; null with one seed.</summary>
    public SeedEnsemble? Ensemble { get; init; }

    /// <summary>The comparison with the baseline; null for the baseline, and before both have all folds.</summary>
    public VariantDifference? Difference { get; init; }

    /// <summary>Why it is not compared; null if it is, and for the baseline.</summary>
    public string? NotCompared { get; init; }
}
