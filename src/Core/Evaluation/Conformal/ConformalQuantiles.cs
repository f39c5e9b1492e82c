namespace Angioboard.Core.Evaluation.Conformal;

/// <summary>
/// How improbable a class may be and still be in the set of an exam: <c>conformal</c> in calibration.json. Sets hold the true class in at
/// least 1 − α of new patients of each class, if they resemble those of validation (Vovk, 2012; Angelopoulos and Bates, 2023).
/// </summary>
public sealed record ConformalQuantiles
{
    /// <summary>α: the share of exams of a class whose set may lack it.</summary>
    public required double Alpha { get; init; }

    /// <summary>
    /// Of each class: it is in the set if 1 less its probability is at most this. 1, always in the set, for a class of too few patients.
    /// </summary>
    public required IReadOnlyList<double> Quantiles { get; init; }

    /// <summary>Of each class, the patients whose exams set the quantile, one exam each.</summary>
    public required IReadOnlyList<int> Units { get; init; }

    /// <summary>The classes that an exam may have; none where no class is probable enough.</summary>
    /// <param name="probabilities">The model's probabilities, as in predictions.json.</param>
    public IReadOnlyList<int> SetOf(IReadOnlyList<double> probabilities) =>
        [.. Enumerable.Range(0, Quantiles.Count).Where(c => 1 - probabilities[c] <= Quantiles[c])];
}
