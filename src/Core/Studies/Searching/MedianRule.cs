using MathNet.Numerics.Statistics;

namespace Angioboard.Core.Studies.Searching;

/// <summary>
/// Optuna's median rule (MedianPruner; Golovin et al., 2017), for variants: one pauses if its best value so far is worse than the median
/// of the finished variants' values at the same epoch. A variant's value is the mean over the seeds and folds that it has begun, and those
/// of the others are taken over the same seeds and folds, so that a hard fold is compared with itself. A run that is lost does not count.
/// </summary>
/// <param name="Startup">Variants that must have finished these seeds and folds before any pauses; 5 in Optuna.</param>
/// <param name="Warmup">Epochs before which none pauses.</param>
public sealed record MedianRule(int Startup = 5, int Warmup = 0) : SearchRule
{
    /// <inheritdoc/>
    private protected override IEnumerable<(VariantCurve Variant, SearchVerdict Verdict)> Held(
        IReadOnlyList<VariantCurve> variants, IReadOnlyList<VariantCurve> candidates) =>
        from candidate in candidates
        let why = Why(candidate, variants)
        where why is not null
        select (candidate, new SearchVerdict(0, why));

    // Why a variant pauses; null if it does not.
    private string? Why(VariantCurve variant, IReadOnlyList<VariantCurve> variants)
    {
        if (variant.Epoch is not { } epoch || epoch < Warmup) return null;
        IReadOnlyList<(int, long)> begun = variant.Begun;
        VariantCurve[] finished = [.. variants.Where(other => other.Name != variant.Name && other.HasFinished(begun))];
        if (finished.Length < Math.Max(1, Startup)) return null;
        double best = variant.BestUpTo(epoch, begun);
        if (double.IsNaN(best)) return $"paused after {Epochs(epoch + 1)}: its metric has been undefined so far";
        double[] values = [.. finished.Select(other => other.At(epoch, begun)).OfType<double>().Where(value => !double.IsNaN(value))];
        return values.Length > 0 && variant.IsWorse(best, values.Median())
            ? $"paused after {Epochs(epoch + 1)}: {(best < values.Median() ? "below" : "above")} the median of "
                + $"{(values.Length == 1 ? "1 variant" : $"{values.Length} variants")} at that epoch"
            : null;
    }
}
