using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Evaluation.Studies.Selection;

/// <summary>
/// The nested figure: each fold's validation exams choose the variant that predicts its test exams. It needs no further training, as the
/// runs of a fold were trained on neither.
/// </summary>
/// <param name="Value">The figure, the mean over the seeds that all variants have; null if there is none.</param>
/// <param name="Picks">What each fold chose.</param>
/// <param name="Undefined">Why there is no figure.</param>
internal sealed record NestedChoice(double? Value, IReadOnlyList<FoldPick> Picks, string? Undefined)
{
    /// <summary>Chooses and measures.</summary>
    /// <param name="variants">The variants, each with all folds.</param>
    /// <param name="study">The study.</param>
    public static NestedChoice Of(IReadOnlyList<VariantPredictions> variants, StudyPredictions study)
    {
        long[] seeds = [.. variants[0].Seeds.Where(seed => variants.All(variant => variant.Seeds.Contains(seed)))];
        if (seeds.Length == 0) return new NestedChoice(null, [], "no seed has all folds of every variant");
        Dictionary<(string, int, long), PredictedRun> runs = study.Runs.ToDictionary(run => (run.Variant, run.Fold, run.Seed));
        List<FoldPick> picks = [];
        for (int fold = 0; fold < study.Folds; fold++)
        {
            FoldPick? best = null;
            foreach (VariantPredictions variant in variants)
            {
                double value = seeds.Average(seed => Validation(runs[(variant.Variant, fold, seed)], study));
                if (double.IsNaN(value))
                    return new NestedChoice(null, [], $"{variant.Variant}, fold {fold} has no validation exams that define the metric");
                if (MetricDirection.IsBetter(study.Metric, value, best?.Validation)) best = new FoldPick(fold, variant.Variant, value);
            }
            picks.Add(best!);
        }
        double figure = seeds.Average(seed => Figure(variants, picks, seed, study));
        return double.IsNaN(figure)
            ? new NestedChoice(null, picks, FoldedMetrics.WhyUndefined(study.Metric))
            : new NestedChoice(figure, picks, null);
    }

    /// <summary>A run's metric on its validation exams; NaN if these do not define it.</summary>
    internal static double Validation(PredictedRun run, StudyPredictions study)
    {
        ExamPrediction[] labelled = [.. (run.Of(PredictedRun.Validation) ?? []).Where(exam => exam.Label is not null)];
        if (labelled.Length == 0) return double.NaN;
        FoldedExams exams = new([new FoldPredictions(run.Fold, labelled)], study.Classes.Count);
        return exams.Compute(study.Metric, exams.Pooled.Once);
    }

    private static double Figure(IReadOnlyList<VariantPredictions> variants, List<FoldPick> picks, long seed, StudyPredictions study)
    {
        FoldedExams exams = new(
            [.. picks.Select(pick => Chosen(pick).Predictions.First(fold => fold.Fold == pick.Fold))], study.Classes.Count);
        return exams.Compute(study.Metric, exams.Pooled.Once);

        FoldedExams Chosen(FoldPick pick)
        {
            VariantPredictions variant = variants.First(variant => variant.Variant == pick.Variant);
            return variant.Exams[variant.Seeds.ToList().IndexOf(seed)];
        }
    }
}
