using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Evaluation.Studies.Differences;
using Angioboard.Core.Evaluation.Studies.Figures;
using Angioboard.Jobs.Comparison.Export;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Papers.Writing;

namespace Angioboard.Jobs.Papers.CrossValidation;

/// <summary>The tables of a study's results.</summary>
internal static class StudyResultTables
{
    public const string VariantTable = "variants", MetricTable = "variants-metrics", DifferenceTable = "variants-compared",
        EnsembleTable = "variants-ensembles";

    private static readonly string[] chosen =
        [MetricNames.AucOvrMacro, MetricNames.BalancedAccuracy, MetricNames.Accuracy, MetricNames.F1Macro, MetricNames.LogLoss];

    /// <summary>All that the results allow.</summary>
    public static IEnumerable<PaperTable> All(StudyResults results)
    {
        yield return Variants(results);
        if (Differences(results) is { } differences) yield return differences;
        yield return Metrics(results);
        if (Ensembles(results) is { } ensembles) yield return ensembles;
    }

    /// <summary>The metric that decides, of each variant.</summary>
    public static PaperTable Variants(StudyResults results)
    {
        bool folds = results.Folds > 1, seeds = results.Seeds.Count > 1;
        return new PaperTable(VariantTable,
            $"{results.Title}: {MetricTitle.Within(results.Metric)} of each variant, with 95 % intervals.",
            [
                PaperColumn.Words("Variant", 0.34, "variant"), new PaperColumn("Runs", 0.1, "runs", "of"),
                PaperColumn.Interval(MetricTitle.Of(results.Metric), 0.22, results.Metric),
                .. folds ? (PaperColumn[])[new PaperColumn("Over folds", 0.17, "folds_mean", "folds_sd")] : [],
                .. seeds ? (PaperColumn[])[new PaperColumn("Over seeds", 0.17, "seeds_mean", "seeds_sd")] : [],
            ],
            [
                .. results.Variants.Select(variant => (PaperCell[])
                [
                    PaperCells.Words(variant.Variant),
                    new PaperCell($"{variant.Runs}/{variant.Of}", (double)variant.Runs, (double)variant.Of),
                    Figure(variant, results.Metric),
                    .. folds ? (PaperCell[])[Over(variant.Figures?.OverFolds.GetValueOrDefault(results.Metric))] : [],
                    .. seeds ? (PaperCell[])[Over(variant.Figures?.OverSeeds.GetValueOrDefault(results.Metric))] : [],
                ]),
            ])
        {
            Note = ((folds || seeds
                ? $"Over {PaperWords.And([.. folds ? (string[])["folds"] : [], .. seeds ? (string[])["seeds"] : []])}: mean ± standard "
                    + "deviation, which says how much the figure varies and not how sure it is. "
                : "")
                + Notes(results)).TrimEnd(),
        };
    }

    /// <summary>The variants compared with the baseline by each test; null if none is.</summary>
    public static PaperTable? Differences(StudyResults results)
    {
        VariantResult[] compared = [.. results.Variants.Where(variant => variant.Difference is not null)];
        if (compared.Length == 0) return null;
        return new PaperTable(DifferenceTable,
            $"Differences in {MetricTitle.Within(results.Metric)} from {results.Baseline}, with 95 % intervals.",
            [
                PaperColumn.Words("Variant", 0.3, "variant"), PaperColumn.Words("Test", 0.11, "test"),
                PaperColumn.Interval("Difference", 0.2, "difference"), new PaperColumn("p", 0.09, "p"),
                new PaperColumn("p (Holm)", 0.1, "p_holm"), PaperColumn.Words("Verdict", 0.2, "verdict"),
            ],
            [
                .. compared.SelectMany(variant => Verdicts(results, variant.Difference!).Select(verdict => (PaperCell[])
                [
                    PaperCells.Words(variant.Variant), PaperCells.Words($"by {verdict.Test}"),
                    Difference(variant.Difference!, verdict.Test, results.Metric), PaperCells.P(verdict.P), PaperCells.P(verdict.Adjusted),
                    PaperCells.Words(verdict.Verdict),
                ])),
            ])
        {
            Note = string.Join(" ", Verdicts(results, compared[0].Difference!).Select(verdict => $"By {verdict.Test}: {verdict.Question}"))
                + " P-values are adjusted by Holm's method for all variants.",
        };
    }

    /// <summary>What the tests say; one fold leaves nothing to test over folds.</summary>
    public static IEnumerable<VariantVerdict> Verdicts(StudyResults results, VariantDifference difference) =>
        difference.Verdicts.Where(verdict => verdict.Test != VariantVerdict.Folds || results.Folds > 1);

    /// <summary>The usual metrics of each variant.</summary>
    public static PaperTable Metrics(StudyResults results)
    {
        string[] metrics = [results.Metric, .. chosen.Where(name => name != results.Metric)];
        double share = Math.Min(0.145, 0.72 / metrics.Length);
        return new PaperTable(MetricTable, "Metrics of the variants, with 95 % intervals.",
            [
                PaperColumn.Words("Variant", 1 - share * metrics.Length, "variant"),
                .. metrics.Select(metric => PaperColumn.Interval(MetricTitle.Of(metric), share, metric)),
            ],
            [
                .. results.Variants.Select(variant =>
                    (PaperCell[])[PaperCells.Words(variant.Variant), .. metrics.Select(metric => Figure(variant, metric))]),
            ]);
    }

    /// <summary>What the ensemble of each variant's seeds gains; null if none has several seeds.</summary>
    public static PaperTable? Ensembles(StudyResults results)
    {
        VariantResult[] together = [.. results.Variants.Where(variant => variant.Ensemble is not null)];
        if (together.Length == 0) return null;
        return new PaperTable(EnsembleTable,
            $"Ensembles of the seeds: {MetricTitle.Within(results.Metric)} of their mean probabilities beside the mean of the seeds, and "
                + "the gain with its 95 % interval.",
            [
                PaperColumn.Words("Variant", 0.4, "variant"), new PaperColumn("Ensemble", 0.18, "ensemble"),
                new PaperColumn("Mean of the seeds", 0.18, "members"), PaperColumn.Interval("Gain", 0.24, "gain"),
            ],
            [
                .. together.Select(variant => (variant.Variant, Gain: variant.Ensemble!.Metrics[results.Metric])).Select(row =>
                    (PaperCell[])
                    [
                        PaperCells.Words(row.Variant), PaperCells.Value(row.Gain.Ensemble), PaperCells.Value(row.Gain.Members),
                        PaperCells.Difference(row.Gain.Gain, row.Gain.Interval?.Low, row.Gain.Interval?.High),
                    ]),
            ])
        {
            Note = "In each fold, the mean is of the models that were not trained on its test exams.",
        };
    }

    /// <summary>The figures of a variant's classes, each against the rest.</summary>
    /// <param name="results">The results.</param>
    /// <param name="variant">A variant with figures.</param>
    /// <param name="name">What the table is called.</param>
    public static PaperTable Classes(StudyResults results, VariantResult variant, string name = "variant-classes")
    {
        (string Title, string Name, Func<ClassFigures, double?> Of)[] figures =
        [
            ("Sensitivity", "recall", c => c.Recall), ("Specificity", "specificity", c => c.Specificity),
            ("F1", "f1", c => c.F1), ("AUC", "auc", c => c.Auc), ("Average precision", "average_precision", c => c.AveragePrecision),
        ];
        return new PaperTable(name, $"Classes of {variant.Variant}, each against the rest, with 95 % intervals.",
            [
                PaperColumn.Words("Class", 0.2, "class"), new PaperColumn("Exams", 0.08, "exams"),
                .. figures.Select(figure => PaperColumn.Interval(figure.Title, 0.144, figure.Name)),
            ],
            [
                .. variant.Figures!.PerClass.Select(c => (PaperCell[])
                [
                    PaperCells.Words(c.Name), PaperCells.Count(c.Support),
                    .. figures.Select(figure => PaperCells.Interval(figure.Of(c), c.Intervals.GetValueOrDefault(figure.Name))),
                ]),
            ])
        {
            Note = results.Folds > 1
                ? "Areas and average precisions are made within folds, all other figures of the pooled exams."
                : "",
        };
    }

    private static string Notes(StudyResults results) => string.Join(" ", results.Variants
        .Select(variant => variant.Note is { } note ? $"{variant.Variant}: {note}." : null).OfType<string>());

    private static PaperCell Figure(VariantResult variant, string metric) => PaperCells.Interval(
        variant.Figures?.Metrics.GetValueOrDefault(metric), variant.Figures?.Intervals.GetValueOrDefault(metric));

    private static PaperCell Over(Spread? spread) => spread switch
    {
        null or { Mean: null } => new PaperCell("–", null, null),
        { Sd: { } deviation } => new PaperCell($"{Figures.Value(spread.Mean)} ± {Figures.Value(deviation)}", spread.Mean, deviation),
        _ => new PaperCell(Figures.Value(spread.Mean), spread.Mean, null),
    };

    // Each test has an interval of its own.
    private static PaperCell Difference(VariantDifference difference, string test, string metric) => test switch
    {
        VariantVerdict.Patients => PaperCells.Difference(
            difference.Difference[metric], difference.Patients[metric].Low, difference.Patients[metric].High),
        VariantVerdict.Folds => PaperCells.Difference(
            difference.Folds[metric].Mean, difference.Folds[metric].Low, difference.Folds[metric].High),
        _ => PaperCells.Difference(difference.Seeds?.Difference, difference.Seeds?.Low, difference.Seeds?.High),
    };
}
