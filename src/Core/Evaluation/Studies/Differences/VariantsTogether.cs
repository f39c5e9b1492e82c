using Angioboard.Core.Evaluation.Paired;
using Angioboard.Core.Evaluation.Studies.Figures;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Evaluation.Studies.Differences;

/// <summary>
/// The variants that have all folds, judged together in the chosen metric. They are tested on the same exams, so their draws are the same.
/// </summary>
/// <param name="metric">The metric.</param>
internal sealed class VariantsTogether(string metric)
{
    private readonly int chosen = FoldedMetrics.Names.Index().First(entry => entry.Item == metric).Index;
    private readonly List<(string Name, double Value, double[] Drawn)> variants = [];
    private bool[] whole = [];
    private string? tooFew;

    /// <summary>Adds a variant that has all folds.</summary>
    public void Add(MeasuredVariant variant)
    {
        (whole, tooFew) = (variant.Draws.Whole, variant.Exams.TooFew(metric));
        variants.Add((variant.Predictions.Variant, variant.Values[chosen], variant.Drawn(chosen)));
    }

    /// <summary>
    /// The best variant, and intervals of the differences from the baseline that hold together; null with fewer than two variants, or
    /// differences.
    /// </summary>
    /// <param name="baseline">The baseline; null for none.</param>
    /// <param name="adjusted">A variant's p-value by patients against the baseline, adjusted for all variants; null for none.</param>
    public (BestVariant? Best, JointIntervals? Simultaneous) Judge(string? baseline, Func<string, double?> adjusted)
    {
        if (variants.Count < 2) return (null, null);
        SeveralDifferences several = new([.. variants.Select(variant => variant.Name)], metric,
            [.. variants.Select(variant => variant.Value)], [.. variants.Select(variant => variant.Drawn)], whole, tooFew,
            FoldedMetrics.WhyUndefined);
        int against = variants.FindIndex(variant => variant.Name == baseline);
        int[] others = against < 0 ? [] : [.. Enumerable.Range(0, variants.Count).Where(variant => variant != against)];
        (int, int)[] pairs = [.. others.Select(variant => (variant, against))];
        string[] names = [.. others.Select(variant => variants[variant].Name)];
        return (several.Best(pairs, [.. names.Select(adjusted)]) is { } best
                ? new BestVariant(best.Run, best.Metric, best.NotDistinguishable, best.Intervals, best.Undefined)
                : null,
            pairs.Length > 1 ? several.Joint(pairs, names) : null);
    }
}
