using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Studies.Figures;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Evaluation.Studies.Selection;

/// <summary>Makes the three figures of a selection.</summary>
internal static class SelectionFigures
{
    /// <summary>The figures; null with fewer than two variants that define the metric, as there is nothing to choose.</summary>
    /// <param name="variants">The variants that have all folds.</param>
    /// <param name="exams">Their exams.</param>
    /// <param name="study">The study.</param>
    /// <param name="cancellation">Stops between two draws.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static VariantSelection? Of(
        IReadOnlyList<VariantPredictions> variants, DrawnExams exams, StudyPredictions study, CancellationToken cancellation)
    {
        (VariantPredictions Variant, double Value)[] known =
        [
            .. variants.Select(variant => (variant, Value: variant.Compute(study.Metric, exams.Labels.Once)))
                .Where(variant => !double.IsNaN(variant.Value)),
        ];
        if (known.Length < 2) return null;
        (VariantPredictions best, double value) = MetricDirection.LowerIsBetter(study.Metric)
            ? known.MinBy(variant => variant.Value)
            : known.MaxBy(variant => variant.Value);
        VariantPredictions[] choices = [.. known.Select(variant => variant.Variant)];
        NestedChoice nested = NestedChoice.Of(choices, study);
        CorrectedBest corrected = CorrectedBest.Of(choices, exams, study.Metric, cancellation);
        OrderedDictionary<string, string> undefined = [];
        if (nested.Undefined is { } why) undefined.Add("nested", why);
        if (corrected.Value is null) undefined.Add("bbc_cv", "no draw leaves exams of every class undrawn");
        return new VariantSelection
        {
            Metric = study.Metric,
            Best = best.Variant,
            Hindsight = value,
            Variants = choices.Length,
            Picks = nested.Picks,
            Nested = nested.Value,
            BbcCv = corrected.Value,
            BbcInterval = corrected.Interval,
            Draws = CorrectedBest.Draws,
            LeftOut = corrected.LeftOut,
            Undefined = undefined,
        };
    }
}
