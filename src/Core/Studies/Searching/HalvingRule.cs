namespace Angioboard.Core.Studies.Searching;

/// <summary>
/// Successive halving (Jamieson and Talwalkar, 2016) as runs arrive (Li et al., ASHA, 2020): of the variants that have all their runs at a
/// rung, the best 1/factor go on to the next, the others pause. While some are still to come, the share is rounded down; once all are there
/// at least one goes on, so the end does not depend on the order in which they came. What was paused is promoted when the share grows.
/// A variant's value at a rung is its best mean over seeds and folds up to there. A variant that lost a run before the rung is ranked last
/// there, so that nobody waits for it; run again, it takes its place.
/// </summary>
/// <param name="Rungs">Epochs after which variants are compared, rising.</param>
/// <param name="Factor">One in this many goes on; 2 or more.</param>
public sealed record HalvingRule(IReadOnlyList<int> Rungs, int Factor) : SearchRule
{
    /// <inheritdoc/>
    private protected override IEnumerable<(VariantCurve Variant, SearchVerdict Verdict)> Held(
        IReadOnlyList<VariantCurve> variants, IReadOnlyList<VariantCurve> candidates) =>
        Ladder(candidates).SelectMany(step => step.Entered.Except(step.Promoted)
            .Select(variant => (variant, new SearchVerdict(step.Rung, Why(step, variant)))));

    /// <summary>For each rung the variants that may train until it, and those of them that go on.</summary>
    private IEnumerable<Step> Ladder(IReadOnlyList<VariantCurve> candidates)
    {
        IReadOnlyList<VariantCurve> entered = candidates;
        bool allCame = true;
        foreach (int rung in Rungs)
        {
            VariantCurve[] reached = [.. entered.Where(variant => variant.HasReached(rung))];
            int came = reached.Length + entered.Count(variant => variant.IsLostBefore(rung));
            allCame &= came == entered.Count;
            int share = came / Factor, places = allCame ? Math.Max(1, share) : share;
            VariantCurve[] ranked = [.. Ranked(reached, rung)], promoted = [.. ranked.Take(places)];
            yield return new Step(rung, entered, ranked, promoted, came, places, allCame);
            entered = promoted;
        }
    }

    private static string? Why(Step step, VariantCurve variant)
    {
        string after = $"after {Epochs(step.Rung)}";
        if (variant.IsLostBefore(step.Rung))
            return $"ranked last {after}, since a run of it ended before; run it again, and it takes its place";
        if (!variant.HasReached(step.Rung)) return variant.HasAny(step.Rung) ? $"waits {after} for its other runs" : null;
        int place = Array.IndexOf(step.Ranked, variant) + 1;
        return place == 0
            ? $"paused {after}: its metric has been undefined so far"
            : $"paused {after}: {place} of {step.Came} {(step.AllCame ? "variants" : "variants so far")}, of which "
                + step.Places switch { 0 => "none goes on yet", 1 => "the best goes on", _ => $"the best {step.Places} go on" };
    }

    /// <summary>The variants with a value, the best first; of equal ones the first of the study.</summary>
    private static IEnumerable<VariantCurve> Ranked(IEnumerable<VariantCurve> variants, int rung) => variants
        .Select(variant => (Variant: variant, Value: variant.BestUpTo(rung - 1, variant.All)))
        .Where(ranked => !double.IsNaN(ranked.Value))
        .OrderBy(ranked => ranked, Comparer<(VariantCurve Variant, double Value)>.Create((one, other) =>
            one.Variant.IsWorse(one.Value, other.Value) ? 1 : one.Variant.IsWorse(other.Value, one.Value) ? -1 : 0))
        .Select(ranked => ranked.Variant);

    /// <summary>A rung.</summary>
    /// <param name="Rung">Epochs.</param>
    /// <param name="Entered">The variants that may train until it.</param>
    /// <param name="Ranked">Those that are there and have a value, the best first.</param>
    /// <param name="Promoted">Those that go on.</param>
    /// <param name="Came">How many are there, with those that lost a run before.</param>
    /// <param name="Places">How many may go on.</param>
    /// <param name="AllCame">Whether no other can come.</param>
    private sealed record Step(
        int Rung, IReadOnlyList<VariantCurve> Entered, VariantCurve[] Ranked, VariantCurve[] Promoted, int Came, int Places, bool AllCame);
}
