using System.Globalization;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Statistics;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Evaluation.Studies.Differences;
using Angioboard.Jobs.Comparison.Export;
using Angioboard.Jobs.Studies.Comparing;

namespace Angioboard.Jobs.CommandLine.Studies;

/// <summary>Shows the figures of variants in a terminal, and how they differ.</summary>
internal sealed class VariantTables(StudyResults results)
{
    private static readonly string[] shown =
        [MetricNames.AucOvrMacro, MetricNames.BalancedAccuracy, MetricNames.Accuracy, MetricNames.F1Macro, MetricNames.LogLoss];

    public void ShowVariants()
    {
        string[] metrics = [results.Metric, .. shown.Where(name => name != results.Metric)];
        Tables.Write(
            ["variant", "runs", .. metrics],
            results.Variants.Select(variant => (IReadOnlyList<string>)
            [
                variant.Variant, $"{variant.Runs}/{variant.Of}",
                .. metrics.Select(name => Tables.Figure(variant.Figures?.Metrics.GetValueOrDefault(name),
                    variant.Figures?.Intervals.GetValueOrDefault(name))),
            ]));
        foreach (VariantResult variant in results.Variants)
        {
            if (variant.Note is { } note) Console.WriteLine($"{variant.Variant}: {note}");
            if (variant.NotCompared is { } why) Console.WriteLine($"{variant.Variant}: {why}");
        }
    }

    public void ShowSpread()
    {
        Console.WriteLine($"{results.Metric}, mean ± standard deviation, which says how much it varies and not how sure it is");
        Tables.Write(
            ["variant", "over folds", "over seeds"],
            results.Variants.Where(variant => variant.Figures is not null).Select(variant => (IReadOnlyList<string>)
            [
                variant.Variant, Words(variant.Figures!.OverFolds[results.Metric]), Words(variant.Figures.OverSeeds[results.Metric]),
            ]));
    }

    public void ShowDifferences()
    {
        if (VariantSentences.Best(results) is { } best) Console.WriteLine(best);
        VariantResult[] compared = [.. results.Variants.Where(variant => variant.Difference is not null)];
        if (compared.Length == 0) return;
        string[] together = results.Simultaneous is { Intervals.Count: > 0 } ? ["all together"] : [];
        Console.WriteLine($"{results.Metric}: differences from {results.Baseline}");
        Tables.Write(
            [
                "variant", "difference", "95 % interval", .. together,
                .. compared[0].Difference!.Verdicts.Select(verdict => $"by {verdict.Test}"),
            ],
            compared.Select(variant => (IReadOnlyList<string>)
            [
                variant.Variant, Figures.Signed(variant.Difference!.Difference[results.Metric]),
                Figures.Interval(variant.Difference.Patients[results.Metric].Low, variant.Difference.Patients[results.Metric].High),
                .. together.Select(_ => Together(variant.Variant)),
                .. variant.Difference.Verdicts.Select(verdict => Figures.PIs(verdict.Adjusted) is { } p
                    ? $"{verdict.Verdict}, {p}"
                    : verdict.Verdict),
            ]));
        foreach (VariantVerdict verdict in compared[0].Difference!.Verdicts) Console.WriteLine($"by {verdict.Test}: {verdict.Question}");
        if (together.Length > 0)
            Console.WriteLine("all together: intervals that hold for all variants at once in 95 % of studies");
        Console.WriteLine("p-values are adjusted by Holm for all variants");
    }

    private string Together(string variant) => results.Simultaneous!.Intervals.TryGetValue(variant, out Limits? limits)
        ? Figures.Interval(limits.Low, limits.High)
        : Figures.Interval(null, null);

    private static string Words(Core.Evaluation.Studies.Figures.Spread spread) => spread switch
    {
        { Mean: null } => "–",
        { Sd: { } deviation } => string.Create(CultureInfo.InvariantCulture, $"{spread.Mean:F3} ± {deviation:F3} (n = {spread.N})"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{spread.Mean:F3}"),
    };
}
