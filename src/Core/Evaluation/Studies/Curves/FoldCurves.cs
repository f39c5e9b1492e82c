using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Evaluation.Studies.Curves;

/// <summary>
/// ROC curves of a class against the rest within folds: one of each run's test exams, and their mean. Scores of two runs are never ranked
/// together, so at each false positive rate the mean is that of the runs' true positive rates, weighted by the pairs of exams that each
/// area counts: the area below it is the area within folds.
/// </summary>
public sealed record FoldCurves
{
    /// <summary>The class.</summary>
    public required string Class { get; init; }

    /// <summary>
    /// The curve of each fold and seed, called <c>fold 0, seed 1</c>; without those whose fold lacks the class or the rest.
    /// </summary>
    public required IReadOnlyList<RocCurve> Runs { get; init; }

    /// <summary>x of the mean, from 0 to 1; two points of one x where it steps. Empty without runs.</summary>
    public required IReadOnlyList<double> FalsePositiveRate { get; init; }

    /// <summary>y of the mean.</summary>
    public required IReadOnlyList<double> TruePositiveRate { get; init; }

    /// <summary>The area below the mean; null without runs.</summary>
    public required double? Area { get; init; }

    /// <summary>The curves of each class, by variant: of the folds and seeds that its figures are made of.</summary>
    /// <param name="study">The study.</param>
    /// <param name="variants">The variants to draw; those without any figures are left out.</param>
    /// <exception cref="InputException">
    /// Predictions do not fit together (<see cref="OutOfFold.Join"/>). Every problem is listed.
    /// </exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<FoldCurves>> Of(
        StudyPredictions study, IReadOnlyCollection<string> variants)
    {
        IReadOnlyList<OutOfFold> joined = OutOfFold.Join(study);
        OrderedDictionary<string, IReadOnlyList<FoldCurves>> curves = [];
        foreach (string name in study.Variants.Where(variants.Contains))
        {
            if (VariantPredictions.Of(name, [.. joined.Where(seed => seed.Variant == name)], study.Classes.Count) is { } variant)
                curves.Add(name, Of(variant, study.Classes));
        }
        return curves;
    }

    private static IReadOnlyList<FoldCurves> Of(VariantPredictions variant, IReadOnlyList<string> classes)
    {
        (string Name, ScoredExams Exams)[] runs =
        [
            .. variant.Exams.SelectMany((seed, s) => seed.Predictions.Where(fold => fold.Exams.Count > 0)
                .Select(fold => ($"fold {fold.Fold}, seed {variant.Seeds[s]}", new FoldedExams([fold], classes.Count).Pooled))),
        ];
        return [.. Enumerable.Range(0, classes.Count).Select(c => Of(classes[c], c, runs))];
    }

    private static FoldCurves Of(string name, int c, (string Name, ScoredExams Exams)[] runs)
    {
        List<RocCurve> curves = [];
        List<double> weights = [];
        foreach ((string run, ScoredExams exams) in runs)
        {
            RocCurve curve = ClassCurves.Roc(exams, c, run, area: null);
            if (curve.FalsePositiveRate.Count == 0) continue;
            double own = exams.Labels.Count(label => label == c);
            curves.Add(curve with { Area = AreaOf(curve.FalsePositiveRate, curve.TruePositiveRate) });
            weights.Add(own * (exams.Count - own));
        }
        double all = weights.Sum();
        double[][] rates = [.. curves.Select(curve => curve.FalsePositiveRate.ToArray())];
        List<double> x = [], y = [];
        foreach (double at in curves.SelectMany(curve => curve.FalsePositiveRate).Distinct().Order())
        {
            (double below, double above) = (0, 0);
            for (int i = 0; i < curves.Count; i++)
            {
                (double low, double high) = At(rates[i], curves[i].TruePositiveRate, at);
                below += weights[i] / all * low;
                above += weights[i] / all * high;
            }
            x.Add(at);
            y.Add(below);
            if (above <= below) continue;
            x.Add(at);
            y.Add(above);
        }
        return new FoldCurves
        {
            Class = name,
            Runs = curves,
            FalsePositiveRate = x,
            TruePositiveRate = y,
            Area = curves.Count == 0 ? null : AreaOf(x, y),
        };
    }

    // The lower and the upper end of the curve at x; they are equal where it does not step.
    private static (double Low, double High) At(double[] rates, IReadOnlyList<double> y, double x)
    {
        int found = Array.BinarySearch(rates, x);
        if (found < 0)
        {
            int after = ~found;
            double share = (x - rates[after - 1]) / (rates[after] - rates[after - 1]);
            double between = y[after - 1] + share * (y[after] - y[after - 1]);
            return (between, between);
        }
        int first = found, last = found;
        while (first > 0 && rates[first - 1] == x) first--;
        while (last < rates.Length - 1 && rates[last + 1] == x) last++;
        return (y[first], y[last]);
    }

    private static double AreaOf(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        double area = 0;
        for (int i = 1; i < x.Count; i++) area += (x[i] - x[i - 1]) * (y[i] + y[i - 1]) / 2;
        return area;
    }
}
