using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired;
using Angioboard.Core.Evaluation.Paired.Resampling;
using Angioboard.Core.Evaluation.Statistics;
using Angioboard.Core.Evaluation.Studies.Figures;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Evaluation.Studies.Differences;

/// <summary>
/// A variant compared with the baseline on the same folds: the variant less the baseline. Each test answers its own question.
/// </summary>
public sealed record VariantDifference
{
    /// <summary>The baseline.</summary>
    public required string Baseline { get; init; }

    /// <summary>The differences by metric; null if undefined.</summary>
    public required OrderedDictionary<string, double?> Difference { get; init; }

    /// <summary>By metric, what resamples of patients say of these models; both variants see the same patients.</summary>
    public required OrderedDictionary<string, MetricDifference> Patients { get; init; }

    /// <summary>By metric, the corrected resampled t-test over folds.</summary>
    public required OrderedDictionary<string, CorrectedResampledTest> Folds { get; init; }

    /// <summary>In the chosen metric, with seeds as a random factor beside patients; null without an interval over patients.</summary>
    public SeedComparison? Seeds { get; init; }

    /// <summary>What the tests say in the chosen metric, adjusted for all variants.</summary>
    public required IReadOnlyList<VariantVerdict> Verdicts { get; init; }

    /// <summary>Compares a variant with the baseline.</summary>
    /// <param name="variant">The variant, with all folds.</param>
    /// <param name="baseline">The baseline, with all folds.</param>
    /// <param name="study">The study.</param>
    internal static VariantDifference Of(MeasuredVariant variant, MeasuredVariant baseline, StudyPredictions study)
    {
        DrawnExams exams = variant.Exams;
        double train = study.TrainExams.Average(), test = exams.Labels.Count / (double)study.Folds;
        OrderedDictionary<string, double?> differences = [];
        OrderedDictionary<string, MetricDifference> patients = [];
        OrderedDictionary<string, CorrectedResampledTest> folds = [];
        foreach ((int m, string name) in FoldedMetrics.Names.Index())
        {
            double difference = MetricDifference.Between(variant.Values[m], baseline.Values[m]);
            double[] drawn = [.. variant.Drawn(m).Zip(baseline.Drawn(m), MetricDifference.Between)];
            differences.Add(name, double.IsNaN(difference) ? null : difference);
            patients.Add(name, double.IsNaN(difference)
                ? new MetricDifference { LeftOut = drawn.Length, Undefined = FoldedMetrics.WhyUndefined(name) }
                : MetricDifference.Of(name, difference, drawn, variant.Draws.Whole, exams.Fewest, exams.Units.Count));
            folds.Add(name, CorrectedResampledTest.Of(
                [.. variant.ByFold.Zip(baseline.ByFold, (a, b) => MetricDifference.Between(a[m], b[m]))], train, test));
        }
        int chosen = FoldedMetrics.Names.ToList().IndexOf(study.Metric);
        return new VariantDifference
        {
            Baseline = baseline.Predictions.Variant,
            Difference = differences,
            Patients = patients,
            Folds = folds,
            Seeds = patients[study.Metric].StandardError is { } error
                ? SeedComparison.Of([.. variant.BySeed.Select(seed => seed[chosen])], [.. baseline.BySeed.Select(seed => seed[chosen])],
                    error * error, exams.Units.Count, MetricDirection.LowerIsBetter(study.Metric))
                : null,
            Verdicts = [],
        };
    }

    /// <summary>The differences of all variants, with the verdicts on the chosen metric.</summary>
    /// <param name="variants">The differences; null for a variant that is not compared.</param>
    /// <param name="metric">The chosen metric.</param>
    internal static IReadOnlyList<VariantDifference?> Judge(IReadOnlyList<VariantDifference?> variants, string metric)
    {
        List<VariantVerdict>[] verdicts = [.. variants.Select(_ => new List<VariantVerdict>())];
        Add(VariantVerdict.Patients, variant => variant.Patients[metric].P);
        Add(VariantVerdict.Folds, variant => variant.Folds[metric].P);
        if (variants.Any(variant => variant?.Seeds?.P is not null)) Add(VariantVerdict.Seeds, variant => variant.Seeds?.P);
        return [.. variants.Select((variant, i) => variant is null ? null : variant with { Verdicts = verdicts[i] })];

        void Add(string test, Func<VariantDifference, double?> p)
        {
            double?[] values = [.. variants.Select(variant => variant is null ? null : p(variant))];
            double?[] adjusted = Holm.Adjust(values);
            for (int i = 0; i < values.Length; i++)
            {
                bool better = variants[i]?.Difference[metric] > 0 != MetricDirection.LowerIsBetter(metric);
                string verdict = adjusted[i] is not { } level ? VariantVerdict.Unknown
                    : level >= AdjustedPairs.Level ? VariantVerdict.Alike
                    : better ? VariantVerdict.Better : VariantVerdict.Worse;
                verdicts[i].Add(new VariantVerdict(test, VariantVerdict.QuestionOf(test), values[i], adjusted[i], verdict));
            }
        }
    }
}
