using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Evaluation.Studies.Differences;
using Angioboard.Core.Evaluation.Studies.Selection;
using Angioboard.Jobs.Comparison.Export;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Papers.Writing;

namespace Angioboard.Jobs.Papers.CrossValidation;

/// <summary>The results of a study in sentences.</summary>
internal static class CrossValidationWords
{
    private const int MostSentences = 6;

    /// <summary>What each variant has and how it differs, then the choice; empty before any figure.</summary>
    public static string Results(StudyResults results)
    {
        VariantResult[] known =
            [.. results.Variants.Where(variant => variant.Figures?.Metrics.GetValueOrDefault(results.Metric) is not null)];
        if (known.Length == 0) return "";
        List<string> sentences = [];
        if (known.Length <= MostSentences)
        {
            sentences.Add($"The {MetricTitle.Within(results.Metric)} was "
                + PaperWords.And([.. known.Select(variant => $"{Value(results, variant)} for {variant.Variant}")])
                + $" ({Paper.Reference(StudyResultTables.VariantTable)}).");
            sentences.AddRange(known.Where(variant => variant.Difference is not null)
                .Select(variant => Difference(results, variant, variant.Difference!)));
        }
        else
        {
            sentences.Add($"{Paper.Reference(StudyResultTables.VariantTable)} has the {MetricTitle.Within(results.Metric)} of the "
                + $"{known.Length} variants"
                + (known.Any(variant => variant.Difference is not null)
                    ? $", {Paper.Reference(StudyResultTables.DifferenceTable)} their differences from {results.Baseline}."
                    : "."));
        }
        if (results.Variants.Any(variant => variant.Ensemble is not null))
            sentences.Add($"What the mean probabilities of the seeds gain is in {Paper.Reference(StudyResultTables.EnsembleTable)}.");
        if (results.Selection is { } selection) sentences.Add(Choice(selection));
        return string.Join(" ", sentences);
    }

    private static string Value(StudyResults results, VariantResult variant)
    {
        Interval? interval = variant.Figures!.Intervals.GetValueOrDefault(results.Metric);
        string value = Figures.Value(variant.Figures.Metrics[results.Metric]);
        return interval is null ? value : $"{value} (95 % interval {Figures.Interval(interval.Low, interval.High)})";
    }

    private static string Difference(StudyResults results, VariantResult variant, VariantDifference difference)
    {
        string tests = PaperWords.And([.. StudyResultTables.Verdicts(results, difference).Select(verdict =>
            $"{Words(verdict.Verdict)} by {verdict.Test}" + (Figures.PIs(verdict.Adjusted) is { } p ? $" ({p})" : ""))]);
        MetricLimits limits = new(difference.Patients[results.Metric].Low, difference.Patients[results.Metric].High);
        return $"The difference of {variant.Variant} from {results.Baseline} was "
            + Figures.Signed(difference.Difference[results.Metric])
            + (limits.Low is null ? "" : $" (95 % interval {Figures.Interval(limits.Low, limits.High)})") + $": {tests}.";
    }

    private static string Words(string verdict) => verdict switch
    {
        VariantVerdict.Alike => "not distinguishable from it",
        VariantVerdict.Unknown => verdict,
        _ => $"{verdict} than it",
    };

    private static string Choice(VariantSelection selection)
    {
        string nested = selection.Nested is { } value
            ? $" Chosen in each fold by its validation exams, it was {Figures.Value(value)}."
            : "";
        string corrected = selection.BbcCv is { } mean
            ? $" Corrected for the choice (BBC-CV) it was {Figures.Value(mean)}"
                + (selection.BbcInterval is { } interval ? $" (95 % interval {Figures.Interval(interval.Low, interval.High)})." : ".")
            : "";
        return $"The best of {selection.Variants} variants in hindsight was {selection.Best}, with {Figures.Value(selection.Hindsight)}, "
            + $"which is optimistic.{nested}{corrected}";
    }

    private readonly record struct MetricLimits(double? Low, double? High);
}
