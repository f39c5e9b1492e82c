using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Evaluation.Studies.Figures;

/// <summary>
/// The figures of a variant: the performance of models trained this way on the exams outside one fold. Each is the mean over seeds of the
/// figure of one seed's out-of-fold predictions.
/// </summary>
public sealed record VariantFigures
{
    /// <summary>The folds that they are made of.</summary>
    public required IReadOnlyList<int> Folds { get; init; }

    /// <summary>The seeds that they are made of; each has all these folds.</summary>
    public required IReadOnlyList<long> Seeds { get; init; }

    /// <summary>Labelled exams.</summary>
    public required int Exams { get; init; }

    /// <summary>Independent units among them: patients, or exams if these are unknown.</summary>
    public required int Units { get; init; }

    /// <summary>The metrics by name (<see cref="FoldedMetrics"/>); null if undefined.</summary>
    public required OrderedDictionary<string, double?> Metrics { get; init; }

    /// <summary>Their 95 % intervals over patients, for these models; null if there is none.</summary>
    public required OrderedDictionary<string, Interval?> Intervals { get; init; }

    /// <summary>Why a metric, or an interval as <c>intervals.NAME</c>, is null.</summary>
    public required OrderedDictionary<string, string> Undefined { get; init; }

    /// <summary>What to keep in mind about an interval, by metric.</summary>
    public required OrderedDictionary<string, string> Cautions { get; init; }

    /// <summary>The figures of each class.</summary>
    public required IReadOnlyList<ClassFigures> PerClass { get; init; }

    /// <summary>Pooled exams by true (row) and predicted class, the mean over seeds.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Confusion { get; init; }

    /// <summary>Description: each metric over folds, seeds averaged first.</summary>
    public required OrderedDictionary<string, Spread> OverFolds { get; init; }

    /// <summary>Description: each metric over seeds, of all folds.</summary>
    public required OrderedDictionary<string, Spread> OverSeeds { get; init; }

    internal static VariantFigures Of(MeasuredVariant variant)
    {
        FigureIntervals intervals = new(variant);
        DrawnExams exams = variant.Exams;
        OrderedDictionary<string, double?> metrics = [];
        OrderedDictionary<string, Interval?> limits = [];
        OrderedDictionary<string, string> undefined = [], cautions = [];
        OrderedDictionary<string, Spread> folds = [], seeds = [];
        foreach ((int m, string name) in FoldedMetrics.Names.Index())
        {
            bool defined = !double.IsNaN(variant.Values[m]);
            (Interval? interval, string? why) = defined ? intervals.Of(m) : (null, null);
            metrics.Add(name, defined ? variant.Values[m] : null);
            limits.Add(name, interval);
            if (!defined) undefined.Add(name, FoldedMetrics.WhyUndefined(name));
            else if (why is not null) undefined.Add($"intervals.{name}", why);
            if (interval?.Method is IntervalMethod.Bootstrap or IntervalMethod.LogitResamples && exams.Caution(name) is { } caution)
                cautions.Add(name, caution);
            folds.Add(name, Spread.Of(variant.ByFold.Select(fold => fold[m])));
            seeds.Add(name, Spread.Of(variant.BySeed.Select(seed => seed[m])));
        }
        return new VariantFigures
        {
            Folds = variant.Predictions.Folds,
            Seeds = variant.Predictions.Seeds,
            Exams = exams.Labels.Count,
            Units = exams.Units.Count,
            Metrics = metrics,
            Intervals = limits,
            Undefined = undefined,
            Cautions = cautions,
            PerClass = [.. Enumerable.Range(0, exams.Classes.Count).Select(c => ClassFigures.Of(variant, intervals, c))],
            Confusion = Tables(variant),
            OverFolds = folds,
            OverSeeds = seeds,
        };
    }

    private static double[][] Tables(MeasuredVariant variant)
    {
        ConfusionMatrix[] tables = [.. variant.Predictions.Exams.Select(seed => new ConfusionMatrix(seed.Pooled, seed.Pooled.Once))];
        return [.. Enumerable.Range(0, tables[0].Classes).Select(c => Enumerable.Range(0, tables[0].Classes)
            .Select(p => tables.Average(table => table.Counts[c][p])).ToArray())];
    }
}
