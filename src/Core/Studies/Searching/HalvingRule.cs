namespace Angioboard.Core.Studies.Searching;

/// <summary>
/// Successive halving (Jamieson and Talwalkar, 2016) as runs arrive (Li et al., ASHA, 2020): of the variants that have all their runs at a
/// rung, the best 1/factor go on to the next, the others pause. While some are still to come, the share is rounded down; once all are there
/// at least one goes on, so the end does not depend on the order in which they came. What was paused is promoted when the share grows.
/// A variant's value at a rung is its best mean over seeds and folds up to there.
/// </summary>
/// <param name="Rungs">Epochs after which variants are compared, rising.</param>
/// <param name="Factor">One in this many goes on; 2 or more.</param>
public sealed record HalvingRule(IReadOnlyList<int> Rungs, int Factor) : SearchRule
{
    /// <summary>
    /// How many epochs each variant may train for now: up to the rung at which it has to be among the best, so that a run which gets there
    /// before the others of its variant waits for them. Null for variants that may train to their end, as the baseline always may.
    /// </summary>
    /// <param name="runs">All runs of the study, in its order, also those that have not begun.</param>
    /// <param name="baseline">The name of the baseline; null for none.</param>
    /// <param name="maximize">Whether higher values are better.</param>
    public IReadOnlyDictionary<string, int?> Limits(IReadOnlyList<RunCurve> runs, string? baseline, bool maximize)
    {
        IReadOnlyList<VariantCurve> variants = Curves(runs, maximize);
        Dictionary<string, int?> limits = variants.ToDictionary(variant => variant.Name, _ => (int?)null);
        foreach (Step step in Ladder(Candidates(variants, baseline)))
            foreach (VariantCurve held in step.Entered.Except(step.Promoted)) limits[held.Name] = step.Rung;
        return limits;
    }

    /// <inheritdoc/>
    private protected override IEnumerable<VariantCurve> Paused(
        IReadOnlyList<VariantCurve> variants, IReadOnlyList<VariantCurve> candidates) =>
        Ladder(candidates).SelectMany(step => step.Entered.Where(variant => variant.HasReached(step.Rung)).Except(step.Promoted));

    /// <summary>For each rung the variants that have come so far, and those of them that go on.</summary>
    private IEnumerable<Step> Ladder(IReadOnlyList<VariantCurve> candidates)
    {
        IReadOnlyList<VariantCurve> entered = candidates;
        bool allEntered = true;
        foreach (int rung in Rungs)
        {
            VariantCurve[] reached = [.. entered.Where(variant => variant.HasReached(rung))];
            allEntered &= reached.Length == entered.Count;
            int share = reached.Length / Factor;
            VariantCurve[] promoted = [.. Ranked(reached, rung).Take(allEntered ? Math.Max(1, share) : share)];
            yield return new Step(rung, entered, promoted);
            entered = promoted;
        }
    }

    /// <summary>The variants with a value, the best first; of equal ones the first of the study.</summary>
    private static IEnumerable<VariantCurve> Ranked(IEnumerable<VariantCurve> variants, int rung) => variants
        .Select(variant => (Variant: variant, Value: variant.BestUpTo(rung - 1, variant.Begun)))
        .Where(ranked => !double.IsNaN(ranked.Value))
        .OrderBy(ranked => ranked, Comparer<(VariantCurve Variant, double Value)>.Create((one, other) =>
            one.Variant.IsWorse(one.Value, other.Value) ? 1 : one.Variant.IsWorse(other.Value, one.Value) ? -1 : 0))
        .Select(ranked => ranked.Variant);

    private sealed record Step(int Rung, IReadOnlyList<VariantCurve> Entered, IReadOnlyList<VariantCurve> Promoted);
}
