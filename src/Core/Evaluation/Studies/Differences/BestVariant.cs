using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation.Studies.Differences;

/// <summary>The variant with the best figure in the chosen metric, and those that these exams cannot tell from it.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="Metric">The metric.</param>
/// <param name="NotDistinguishable">
/// Variants that are not told from the best, in the study's order. Where the best or the other is the baseline, the verdict by patients
/// decides, else the simultaneous interval.
/// </param>
/// <param name="Intervals">Intervals that hold together, by variant: the best less the variant.</param>
/// <param name="Undefined">Why there are none.</param>
public sealed record BestVariant(string Variant, string Metric, IReadOnlyList<string> NotDistinguishable,
    OrderedDictionary<string, Limits> Intervals, string? Undefined);
