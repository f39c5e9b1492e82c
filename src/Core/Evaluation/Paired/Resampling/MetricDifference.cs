using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation.Paired.Resampling;

/// <summary>What the resamples say of a difference in a metric. What cannot be said is null.</summary>
public sealed record MetricDifference
{
    /// <summary>z of 0.975 plus z of 0.8: a difference of this many standard errors is found in 80 % of studies.</summary>
    public const double Power80 = 2.8;

    /// <summary>The lower limit of the 95 % percentile interval.</summary>
    public double? Low { get; init; }

    /// <summary>The upper limit.</summary>
    public double? High { get; init; }

    /// <summary>
    /// The two-sided p-value, from the share of resamples beyond 0: below 0.05 where the interval leaves out 0. Null for the calibration
    /// error.
    /// </summary>
    public double? P { get; init; }

    /// <summary>The standard deviation over resamples.</summary>
    public double? StandardError { get; init; }

    /// <summary>The smallest true difference that exams like these would show in 80 % of studies.</summary>
    public double? SmallestDifference { get; init; }

    /// <summary>How many patients would show the difference found here in 80 % of studies; null for no difference.</summary>
    public double? PatientsNeeded { get; init; }

    /// <summary>
    /// Resamples left out: those that lack a class, for metrics that need every class, and those in which the metric is undefined.
    /// </summary>
    public required int LeftOut { get; init; }

    /// <summary>A warning about few patients of a class.</summary>
    public string? Caution { get; init; }

    /// <summary>Why figures are null.</summary>
    public string? Undefined { get; init; }

    /// <summary>Whether the interval leaves out 0.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsShown => Low > 0 || High < 0;

    // Sums of the same numbers in another order differ by less. Such a difference is none: it would need billions of patients.
    private const double Rounding = 1e-12;

    /// <summary>The first value less the second; 0 where they differ by rounding alone.</summary>
    internal static double Between(double first, double second) =>
        first - second is double difference && Math.Abs(difference) < Rounding ? 0 : difference;

    /// <summary>What the resamples of two runs say.</summary>
    /// <param name="metric">The metric's name.</param>
    /// <param name="observed">The difference in all exams; NaN where the metric is undefined.</param>
    /// <param name="drawn">The difference in each resample.</param>
    /// <param name="whole">Whether each resample has every class.</param>
    /// <param name="fewest">The units of the class with the fewest.</param>
    /// <param name="units">All units.</param>
    internal static MetricDifference Of(
        string metric, double observed, double[] drawn, bool[] whole, FewestUnits fewest, int units)
    {
        bool everyClass = MetricNames.NeedEveryClass.Contains(metric);
        double[] kept =
            [.. drawn.Where((d, draw) => double.IsFinite(d) && (!everyClass || whole[draw])).Order()];
        MetricDifference counted = new() { LeftOut = drawn.Length - kept.Length };
        if (double.IsNaN(observed)) return counted with { Undefined = SplitMetrics.WhyUndefined(metric) };
        if (everyClass && fewest.TooFew is { } tooFew) return counted with { Undefined = tooFew };
        if (kept.Length < 2) return counted with { Undefined = "too few resamples define it" };

        double error = Deviation(kept), power = Power80 * error;
        return counted with
        {
            Low = Bootstrap.Percentile(kept, 0.025),
            High = Bootstrap.Percentile(kept, 0.975),
            P = PairedMetrics.HasTest(metric) ? Tail(kept) : null,
            StandardError = error,
            SmallestDifference = power,
            PatientsNeeded = observed == 0 ? null : Math.Ceiling(units * (power / observed) * (power / observed)),
            Caution = everyClass ? fewest.Caution : null,
            Undefined = PairedMetrics.HasTest(metric) ? null
                : "no p-value: the error is biased upwards in small samples, and the bias of two runs need not be the same",
        };
    }

    /// <summary>Twice the smaller share of values on one side of 0, at most 1; the same inversion as the percentile interval.</summary>
    internal static double Tail(double[] values)
    {
        int below = values.Count(d => d <= 0), above = values.Count(d => d >= 0);
        return Math.Min(1, 2.0 * (1 + Math.Min(below, above)) / (values.Length + 1));
    }

    /// <summary>The standard deviation, with n − 1.</summary>
    internal static double Deviation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }
}
