using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired.Resampling;
using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation.Paired;

/// <summary>
/// Two settings compared over several seeds each, on the same exams, with seeds as a random factor: as readers nested in modalities
/// (Obuchowski and Rockette, 1995; Hillis, 2014). The variance is an upper bound, since what a seed does to single exams counts twice.
/// Equal seeds of the two settings are no pairs.
/// </summary>
public sealed record SeedComparison
{
    // How many seeds are added to say what more of them would change.
    private const int More = 3;

    /// <summary>The mean over seeds of the first setting less that of the second.</summary>
    public required double Difference { get; init; }

    /// <summary>The variance of the difference over patients, with these seeds.</summary>
    public required double VarianceExams { get; init; }

    /// <summary>The variance of the difference over seeds, on these exams; null with one seed of a setting.</summary>
    public double? VarianceSeeds { get; init; }

    /// <summary>The part of the variance that comes from the exams, 0 to 1.</summary>
    public double? ShareExams { get; init; }

    /// <summary>Satterthwaite's degrees of freedom.</summary>
    public double? Df { get; init; }

    /// <summary>The difference by its standard error.</summary>
    public double? T { get; init; }

    /// <summary>The two-sided p-value by Student's t.</summary>
    public double? P { get; init; }

    /// <summary>The lower limit of the 95 % interval.</summary>
    public double? Low { get; init; }

    /// <summary>The upper limit.</summary>
    public double? High { get; init; }

    /// <summary>Half the width that the interval would have with three more seeds of each setting.</summary>
    public double? HalfWidthWithMoreSeeds { get; init; }

    /// <summary>
    /// The share of pairs of seeds in which the first setting is better; ties count one half. From 0.75 on Bouthillier et al. (2021) call
    /// it meaningful.
    /// </summary>
    public required double Better { get; init; }

    /// <summary>Why figures are null.</summary>
    public string? Undefined { get; init; }

    /// <summary>Compares two settings by a metric.</summary>
    /// <param name="first">The runs of the first setting, one per seed.</param>
    /// <param name="second">The runs of the second setting.</param>
    /// <param name="split">The split's name.</param>
    /// <param name="patients">Patient of every exam; null if patients are unknown.</param>
    /// <param name="options">The metric and the number of resamples.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellation">Stops between two resamples.</param>
    /// <exception cref="InputException">The runs cannot be compared (<see cref="PairedComparison.Of"/>).</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static SeedComparison Of(IReadOnlyList<PairedRun> first, IReadOnlyList<PairedRun> second, string split,
        IReadOnlyDictionary<string, string>? patients, ComparisonOptions options, IProgress<StageProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        options.Require();
        JoinedExams joined = JoinedExams.Of([.. first, .. second], split, patients);
        int metric = PairedMetrics.Names.Index().First(entry => entry.Item == options.Metric).Index;
        double[] values = [.. joined.Runs.Select(run => PairedMetrics.Compute(run.Exams, run.Exams.Once)[metric])];
        FewestUnits fewest = FewestUnits.Of(joined.First, joined.Units, patients is null ? "exams" : "patients");
        string? undefined = values.Any(double.IsNaN) ? SplitMetrics.WhyUndefined(options.Metric)
            : MetricNames.NeedEveryClass.Contains(options.Metric) ? fewest.TooFew : null;
        if (undefined is not null) throw new InputException($"{split}, {options.Metric}: {undefined}");

        PairedDraws draws = PairedDraws.Draw([.. joined.Runs.Select(run => run.Exams)], joined.Drawn, options.Resamples,
            PairedComparison.Key(joined), progress, cancellation);
        bool everyClass = MetricNames.NeedEveryClass.Contains(options.Metric);
        double[] drawn =
            [.. Enumerable.Range(0, options.Resamples).Where(draw => !everyClass || draws.Whole[draw])
                .Select(draw => Mean(0, first.Count, draw) - Mean(first.Count, joined.Runs.Length, draw)).Where(double.IsFinite)];
        if (drawn.Length < 2) throw new InputException($"{split}, {options.Metric}: too few resamples define it");
        double error = MetricDifference.Deviation(drawn);
        return Of(values[..first.Count], values[first.Count..], error * error, joined.UnitCount,
            MetricDirection.LowerIsBetter(options.Metric));

        double Mean(int from, int to, int draw)
        {
            double sum = 0;
            for (int run = from; run < to; run++) sum += draws.Of(run, metric)[draw];
            return sum / (to - from);
        }
    }

    /// <summary>The comparison of the settings' values.</summary>
    /// <param name="first">The metric of each seed of the first setting.</param>
    /// <param name="second">The same of the second setting.</param>
    /// <param name="varianceExams">The variance over patients of the difference of the means.</param>
    /// <param name="patients">How many patients.</param>
    /// <param name="lowerIsBetter">Whether lower values are better.</param>
    internal static SeedComparison Of(double[] first, double[] second, double varianceExams, int patients, bool lowerIsBetter)
    {
        SeedComparison known = new()
        {
            Difference = first.Average() - second.Average(),
            VarianceExams = varianceExams,
            Better = first.Average(a => second.Average(b => a == b ? 0.5 : a > b != lowerIsBetter ? 1 : 0)),
        };
        if (first.Length < 2 || second.Length < 2)
            return known with { Undefined = "a setting has one seed, which says nothing of how much luck is in it; train it with more" };

        double a = Square(MetricDifference.Deviation(first)), b = Square(MetricDifference.Deviation(second));
        double seeds = a / first.Length + b / second.Length, variance = varianceExams + seeds;
        known = known with { VarianceSeeds = seeds };
        if (variance == 0)
        {
            return known.Difference == 0
                ? known with { T = 0, P = 1, Low = 0, High = 0 }
                : known with { Undefined = "neither seeds nor exams vary, so the difference has no variance" };
        }
        double df = Freedom(0), t = known.Difference / Math.Sqrt(variance), half = Tails.StudentT975(df) * Math.Sqrt(variance);
        double later = varianceExams + a / (first.Length + More) + b / (second.Length + More);
        return known with
        {
            ShareExams = varianceExams / variance,
            Df = df,
            T = t,
            P = Tails.StudentT(t, df),
            Low = known.Difference - half,
            High = known.Difference + half,
            HalfWidthWithMoreSeeds = Tails.StudentT975(Freedom(More)) * Math.Sqrt(later),
        };

        double Freedom(int more) => Satterthwaite.Freedom((varianceExams, patients - 1),
            (a / (first.Length + more), first.Length + more - 1), (b / (second.Length + more), second.Length + more - 1));

        static double Square(double value) => value * value;
    }
}
