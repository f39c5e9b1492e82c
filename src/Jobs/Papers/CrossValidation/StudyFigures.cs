using Angioboard.Core.Drawing;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Evaluation.Studies.Curves;
using Angioboard.Core.Evaluation.Studies.Figures;
using Angioboard.Core.Evaluation.Studies.Growth;
using Angioboard.Jobs.Comparison.Export;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Papers.Writing;

namespace Angioboard.Jobs.Papers.CrossValidation;

/// <summary>The figures of a study.</summary>
internal static class StudyFigures
{
    private const int MostClasses = 40;

    private static readonly string first = PaperColours.Series[0], second = PaperColours.Series[1];

    /// <summary>
    /// The metric that decides, of each variant with its interval, and beside it the difference from the baseline over patients, if any
    /// has one; in parts of so many variants. Empty without figures.
    /// </summary>
    public static IEnumerable<IReadOnlyList<Figure>> Forest(StudyResults results, int rows)
    {
        VariantResult[] known =
            [.. results.Variants.Where(variant => variant.Figures?.Metrics.GetValueOrDefault(results.Metric) is not null)];
        bool compared = known.Any(variant => variant.Difference is not null);
        foreach (VariantResult[] variants in known.Chunk(rows))
        {
            Figure values = Rows(variants, MetricTitle.Of(results.Metric), null, first, variant => (
                variant.Figures!.Metrics[results.Metric],
                variant.Figures.Intervals.GetValueOrDefault(results.Metric) is { } interval ? (interval.Low, interval.High) : null));
            if (!compared)
            {
                yield return [values];
                continue;
            }
            // The same rows, so that the two can be read across.
            yield return
            [
                values,
                Rows(variants, $"Difference from {PaperWords.Clean(results.Baseline!)}", 0, second, variant => (
                    variant.Difference?.Difference[results.Metric],
                    variant.Difference?.Patients[results.Metric] is { Low: { } low, High: { } high } ? (low, high) : null)),
            ];
        }
    }

    /// <summary>For each class the ROC curves of folds, faint, and their mean; empty of more classes than can be read.</summary>
    public static IReadOnlyList<Figure> Roc(StudyResults results, IReadOnlyList<FoldCurves> classes) => classes.Count > MostClasses ? []
        : [.. classes.Index().Where(c => c.Item.Runs.Count > 0).Select(c => Roc(c.Item, c.Index, results.Folds > 1))];

    /// <summary>The pooled exams by true and predicted class; null of more classes than can be read.</summary>
    public static Figure? Confusion(StudyResults results, VariantFigures figures)
    {
        if (results.Classes.Count > MostClasses) return null;
        string[] names = [.. results.Classes.Select(PaperWords.Clean)];
        return new Figure
        {
            Title = "Confusion matrix: exams, and share of the true class",
            Subtitle = (results.Folds > 1 ? "Exams of all folds" : "Test exams") + (figures.Seeds.Count > 1 ? ", the mean over seeds" : ""),
            Kind = FigureKind.Confusion,
            Categories = names,
            Series = [.. figures.Confusion.Select((row, c) =>
                new FigureSeries(names[c], [.. row.Select((_, i) => (double)i)], [.. row], "#000000", 0))],
        };
    }

    /// <summary>The metric by the number of patients, with the fit if there is one.</summary>
    public static Figure Growth(StudyResults results, LearningCurve curve)
    {
        Interval?[] intervals = [.. curve.Points.Select(point => results.Variants.First(variant => variant.Variant == point.Variant)
            .Figures?.Intervals.GetValueOrDefault(curve.Metric))];
        List<FigureSeries> series =
        [
            new FigureSeries("Measured", [.. curve.Points.Select(point => (double)point.Patients)],
                [.. curve.Points.Select(point => point.Value)], first, 0)
            {
                Band = [.. curve.Points.Zip(intervals).Where(point => point.Second is not null)
                    .Select(point => ((double)point.First.Patients, point.Second!.Low, point.Second.High))],
            },
        ];
        int last = curve.Points[^1].Patients;
        if (curve.Fit is { } fit)
        {
            double from = curve.Points[0].Patients, to = 2.0 * last;
            double[] x = [.. Enumerable.Range(0, 101).Select(i => from + (to - from) * i / 100)];
            series.Add(new FigureSeries("Fit", x, [.. x.Select(patients => Value(fit.At(patients)))], second, 1)
            {
                Markers = false,
            });
            if (curve.Band is { } band)
                series.Add(new FigureSeries("95 % band at twice the patients", [to, to], [band.Low, band.High], second, 0));
        }
        return new Figure
        {
            Title = $"{MetricTitle.Of(curve.Metric)} by patients trained on",
            Series = series,
            XLabel = "Patients trained on",
            YLabel = MetricTitle.Of(curve.Metric),
            Markers = true,
        };

        double Value(double error) => MetricDirection.LowerIsBetter(curve.Metric) ? error : 1 - error;
    }

    private static Figure Rows(VariantResult[] variants, string title, double? upright, string colour,
        Func<VariantResult, (double? Value, (double Low, double High)? Interval)> of)
    {
        (double? Value, (double Low, double High)? Interval)[] rows = [.. variants.Select(of)];
        return new Figure
        {
            Title = title,
            Subtitle = "95 % intervals",
            Kind = FigureKind.Intervals,
            Categories = [.. variants.Select(variant => PaperWords.Clean(variant.Variant))],
            Series =
            [
                new FigureSeries(title, [.. rows.Select(row => row.Value ?? double.NaN)],
                    [.. rows.Select((_, row) => (double)row)], colour, 0)
                {
                    Band = [.. rows.Index().Where(row => row.Item.Interval is not null)
                        .Select(row => ((double)row.Index, row.Item.Interval!.Value.Low, row.Item.Interval.Value.High))],
                },
            ],
            Upright = upright,
            Legend = false,
        };
    }

    private static Figure Roc(FoldCurves curves, int c, bool folds) =>
        RocSquare.Of(PaperWords.Clean(curves.Class)) with
        {
            Subtitle = $"AUC{(folds ? " within folds" : "")} {Figures.Value(curves.Area)}",
            Series =
            [
                .. curves.Runs.Select(run =>
                    new FigureSeries(run.Name, run.FalsePositiveRate, run.TruePositiveRate, Colour(c), 0) { Faint = true }),
                new FigureSeries("Mean", curves.FalsePositiveRate, curves.TruePositiveRate, Colour(c), 0),
            ],
            Legend = false,
        };

    private static string Colour(int c) => PaperColours.Series[PaperColours.ColourOf(c)];
}
