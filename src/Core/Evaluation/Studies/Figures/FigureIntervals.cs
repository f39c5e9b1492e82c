using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired.Resampling;
using Angioboard.Core.Evaluation.Statistics;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Evaluation.Studies.Figures;

/// <summary>
/// Intervals of a variant's figures, by patients of the pooled exams with folds kept, for these models: they do not hold how the figures
/// vary with the exams that models are trained on (Bengio and Grandvalet, 2004).
/// </summary>
internal sealed class FigureIntervals(MeasuredVariant variant)
{
    private const double Rounding = 1e-9;
    private const string Alike = "all resamples are alike, which says nothing about new exams";

    private readonly DrawnExams exams = variant.Exams;
    private readonly ScoredExams labels = variant.Exams.Labels;

    /// <summary>The interval of a metric that is defined, or why there is none.</summary>
    public (Interval? Interval, string? Why) Of(int metric)
    {
        string name = FoldedMetrics.Names[metric];
        if (name == MetricNames.Accuracy) return (Share([.. Enumerable.Range(0, labels.Count)], i => Right(i, labels.Labels[i])), null);
        if (name == MetricNames.BalancedAccuracy) return (Recalls(), null);
        if (exams.TooFew(name) is { } why) return (null, why);
        double[] drawn = variant.Drawn(metric);
        double[] kept = MetricNames.NeedEveryClass.Contains(name) ? Whole(drawn) : drawn;
        return name == MetricNames.AucOvrMacro
            ? Area(variant.Values[metric], kept, drawn.Length - kept.Length)
            : Percentiles(kept, drawn.Length - kept.Length);
    }

    /// <summary>The share of a class's exams that are called it.</summary>
    public Interval? Recall(int c) =>
        Share([.. Enumerable.Range(0, labels.Count).Where(i => labels.Labels[i] == c)], i => Right(i, c));

    /// <summary>The share of other exams that are not called the class.</summary>
    public Interval? Specificity(int c) =>
        Share([.. Enumerable.Range(0, labels.Count).Where(i => labels.Labels[i] != c)], i => 1 - Right(i, c));

    /// <summary>The area of a class.</summary>
    /// <param name="c">The class.</param>
    /// <param name="value">Its place among the variant's values.</param>
    public (Interval? Interval, string? Why) AreaOf(int c, int value) => exams.TooFewOfClass(c) is { } why
        ? (null, why)
        : Area(variant.Values[value], variant.Drawn(value), leftOut: 0);

    /// <summary>Another figure of a class.</summary>
    /// <param name="c">The class.</param>
    /// <param name="value">Its place among the variant's values.</param>
    public (Interval? Interval, string? Why) OfClass(int c, int value) => exams.TooFewOfClass(c) is { } why
        ? (null, why)
        : Percentiles(variant.Drawn(value), leftOut: 0);

    private double[] Whole(double[] drawn) => [.. drawn.Where((_, draw) => variant.Draws.Whole[draw])];

    // Near 1 percentiles are too narrow: of an area of 0.96 with five exams of the class they held the truth in 75 % of studies.
    private static (Interval?, string?) Area(double area, double[] drawn, int leftOut)
    {
        if (area is < Rounding or > 1 - Rounding) return (null, "the classes are perfectly separated");
        double[] defined = [.. drawn.Where(double.IsFinite)];
        if (defined.Length < 2) return (null, "too few resamples define it");
        double half = Tails.Normal975 * MetricDifference.Deviation(defined) / (area * (1 - area)), middle = Math.Log(area / (1 - area));
        return half < Rounding
            ? (null, Alike)
            : (new Interval(Area(middle - half), Area(middle + half), leftOut + drawn.Length - defined.Length,
                IntervalMethod.LogitResamples), null);

        static double Area(double logit) => 1 / (1 + Math.Exp(-logit));
    }

    private static (Interval?, string?) Percentiles(double[] drawn, int leftOut) => Bootstrap.IntervalOf(drawn, leftOut) switch
    {
        null => (null, "no resample defines it"),
        { } interval when interval.High - interval.Low < Rounding => (null, Alike),
        { } interval => (interval, null),
    };

    // The share of seeds that call the exam this class.
    private double Right(int exam, int c)
    {
        int right = 0;
        foreach (FoldedExams seed in variant.Predictions.Exams) right += seed.Pooled.Predicted[exam] == c ? 1 : 0;
        return right / (double)variant.Predictions.Exams.Count;
    }

    private Interval? Share(int[] chosen, Func<int, double> right) =>
        ClusteredProportion.Wilson(chosen, right, exams.Units.Of) is { } limits
            ? new Interval(limits.Low, limits.High, 0, IntervalMethod.Wilson)
            : null;

    private Interval Recalls()
    {
        List<(double, Limits)> recalls = [];
        for (int c = 0; c < labels.Classes; c++)
        {
            int[] own = [.. Enumerable.Range(0, labels.Count).Where(i => labels.Labels[i] == c)];
            if (ClusteredProportion.Wilson(own, i => Right(i, c), exams.Units.Of) is { } limits)
                recalls.Add((own.Average(i => Right(i, c)), limits));
        }
        Limits mean = Mover.Mean(recalls);
        return new Interval(mean.Low, mean.High, 0, IntervalMethod.Mover);
    }
}
