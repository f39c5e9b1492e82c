using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Evaluation.Studies.Differences;
using Angioboard.Jobs.Comparison.Export;
using Angioboard.Jobs.Lists.Columns;

namespace Angioboard.Jobs.Studies.Comparing;

/// <summary>What a comparison of variants found, in words.</summary>
public static class VariantSentences
{
    private const int MostNamed = 10;

    /// <summary>The best variant and those that cannot be told from it; null where there is none.</summary>
    public static string? Best(StudyResults results)
    {
        if (results.Best is not { } best) return null;
        double? value = results.Variants.First(variant => variant.Variant == best.Variant).Figures?.Metrics.GetValueOrDefault(best.Metric);
        string begin = $"{ComparisonSentence.Name(best.Variant)} has the best {MetricTitle.Within(best.Metric)}, {Figures.Value(value)}";
        return best.Undefined is { } reason ? $"{begin}; whether others are as good cannot be said: {reason}."
            : best.NotDistinguishable.Count > 0
                ? $"{begin}; these exams cannot tell it from {Others(best)}."
            : best.Intervals.Count == 1 ? $"{begin}; the other is worse."
            : $"{begin}; all others are worse.";
    }

    /// <summary>Which variants differ from the reference on new patients; null where none is compared with it.</summary>
    public static string? Reference(StudyResults results)
    {
        if (results.Baseline is not { } reference || results.Variants.All(variant => variant.Difference is null)) return null;
        (string Verdict, string Words)[] kinds =
        [
            (VariantVerdict.Better, "better"), (VariantVerdict.Worse, "worse"), (VariantVerdict.Alike, "no difference shown"),
            (VariantVerdict.Unknown, "not tested"),
        ];
        string[] parts =
        [
            .. from kind in kinds
               let names = results.Variants.Where(variant => variant.Difference is { } difference && ByPatients(difference) == kind.Verdict)
                   .Select(variant => variant.Variant).ToArray()
               where names.Length > 0
               select $"{kind.Words}: {ComparisonSentence.Names(names)}",
        ];
        string corrected = results.Variants.Count(variant => variant.Difference is not null) > 1 ? " after Holm's correction" : "";
        return $"In {MetricTitle.Within(results.Metric)}, compared with {ComparisonSentence.Name(reference)} on {Size(results, reference)} "
            + $"(p < 0.05 by {results.Unit}{corrected}): {string.Join("; ", parts)}.";
    }

    private static string Others(BestVariant best) => best.NotDistinguishable.Count switch
    {
        > 1 and int all when all == best.Intervals.Count => "any of the others",
        > MostNamed and int many => $"{many} of the {best.Intervals.Count} others",
        _ => ComparisonSentence.Names(best.NotDistinguishable),
    };

    private static string ByPatients(VariantDifference difference) =>
        difference.Verdicts.First(verdict => verdict.Test == VariantVerdict.Patients).Verdict;

    private static string Size(StudyResults results, string variant) =>
        results.Variants.First(other => other.Variant == variant).Figures is not { } figures ? "these exams"
        : results.Unit == "patients" ? $"{Figures.Count(figures.Exams)} exams of {Figures.Count(figures.Units)} patients"
        : $"{Figures.Count(figures.Exams)} exams";
}
