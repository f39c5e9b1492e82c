using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Studies.Pooling;
using Angioboard.Core.Evaluation.Studies.Selection;

namespace Angioboard.Core.Evaluation.Studies.Comparing;

/// <summary>The variant that the others are compared with.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Why">Why it is the one: <c>the baseline</c>; null if somebody chose it.</param>
public sealed record ReferenceVariant(string Name, string? Why)
{
    /// <summary>The chosen one; else the first that is its study's baseline; else the best on validation, never by test figures.</summary>
    /// <param name="variants">The variants.</param>
    /// <param name="chosen">The name of the chosen one; null for none.</param>
    /// <param name="metric">The metric that decides.</param>
    public static ReferenceVariant Of(IReadOnlyList<ComparedVariant> variants, string? chosen, string metric)
    {
        if (chosen is not null) return new ReferenceVariant(chosen, null);
        if (variants.FirstOrDefault(variant => variant.Study.Baseline == variant.Variant) is { } baseline)
            return new ReferenceVariant(baseline.Name, "the baseline");
        (ComparedVariant? best, double? value) = (null, null);
        foreach (ComparedVariant variant in variants)
        {
            double[] runs = [.. Runs(variant).Select(run => NestedChoice.Validation(run, variant.Study with { Metric = metric }))
                .Where(double.IsFinite)];
            if (runs.Length == 0 || !MetricDirection.IsBetter(metric, runs.Average(), value)) continue;
            (best, value) = (variant, runs.Average());
        }
        return best is null
            ? new ReferenceVariant(variants[0].Name, "the first")
            : new ReferenceVariant(best.Name, "the best on validation");
    }

    private static IEnumerable<PredictedRun> Runs(ComparedVariant variant) =>
        variant.Study.Runs.Where(run => run.Variant == variant.Variant);
}
