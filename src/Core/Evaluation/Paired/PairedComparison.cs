using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired.Decisions;
using Angioboard.Core.Evaluation.Paired.Resampling;

namespace Angioboard.Core.Evaluation.Paired;

/// <summary>Compares runs on the same exams.</summary>
public static class PairedComparison
{
    /// <summary>
    /// Compares every run with the reference, or all pairs: the difference in every metric with its interval by resamples of patients,
    /// areas under ROC curves by class, decisions, and what holds for several pairs together. Exams are joined by name; those that not
    /// every run predicted are left out and counted.
    /// </summary>
    /// <param name="runs">The runs, at least two, each with its own name.</param>
    /// <param name="split">The split's name.</param>
    /// <param name="patients">Patient of every exam; null if patients are unknown, and exams count as independent.</param>
    /// <param name="options">The metric that decides, the reference and the number of resamples.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellation">Stops between two resamples.</param>
    /// <exception cref="InputException">
    /// An option is not valid; runs share a name; an exam is listed twice; labels or classes differ; patients are missing; or no exams are
    /// left. Every problem is listed.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ComparisonReport Of(IReadOnlyList<PairedRun> runs, string split, IReadOnlyDictionary<string, string>? patients,
        ComparisonOptions options, IProgress<StageProgress>? progress = null, CancellationToken cancellation = default)
    {
        options.Require();
        if (options.Reference is { } wanted && runs.All(run => run.Name != wanted))
            throw new InputException(
                $"reference: no run is called {wanted}; give one of {string.Join(", ", runs.Select(run => run.Name))}");
        JoinedExams joined = JoinedExams.Of(runs, split, patients);
        string unit = patients is null ? "exams" : "patients";
        FewestUnits fewest = FewestUnits.Of(joined.First, joined.Units, unit);
        (int First, int Second)[] chosen = Chosen(runs, options.Reference);
        string[] names = [.. chosen.Select(pair => $"{runs[pair.First].Name}-{runs[pair.Second].Name}")];
        if (names.GroupBy(name => name).FirstOrDefault(same => same.Skip(1).Any()) is { } shared)
            throw new InputException($"two pairs are called {shared.Key}; give the runs other names");
        double[][] values = [.. joined.Runs.Select(run => PairedMetrics.Compute(run.Exams, run.Exams.Once))];
        PairedDraws draws = PairedDraws.Draw(
            [.. joined.Runs.Select(run => run.Exams)], joined.Drawn, options.Resamples, Key(joined), progress, cancellation);
        int place = PairedMetrics.Names.Index().First(entry => entry.Item == options.Metric).Index;
        SeveralDifferences several = new([.. runs.Select(run => run.Name)], options.Metric, [.. values.Select(run => run[place])],
            [.. runs.Select((_, run) => draws.Of(run, place))], draws.Whole, fewest.TooFew, SplitMetrics.WhyUndefined);
        PairReport[] compared = new PairReport[chosen.Length];
        Parallel.For(0, chosen.Length, new ParallelOptions { CancellationToken = cancellation },
            pair => compared[pair] = Compare(chosen[pair].First, chosen[pair].Second));
        OrderedDictionary<string, PairReport> pairs = [];
        for (int pair = 0; pair < chosen.Length; pair++) pairs.Add(names[pair], compared[pair]);

        bool more = pairs.Count > 1;
        AdjustedPairs? holm = more ? AdjustedPairs.Of(pairs, pair => pair.Intervals[options.Metric].P) : null;
        return new ComparisonReport
        {
            Split = split,
            Exams = joined.Counts,
            Unit = unit,
            Units = joined.UnitCount,
            UnitsByClass = [.. Enumerable.Range(0, joined.First.Classes).Select(c =>
                joined.Units.Where((_, i) => joined.First.Labels[i] == c).Distinct().Count())],
            ExamList = joined.Key,
            Resamples = options.Resamples,
            Metric = options.Metric,
            Reference = options.Reference,
            Runs = Named(joined, run => new ComparedSource(runs[run].File, runs[run].Sha256)),
            Metrics = Named(joined, run => ByMetric(m => Finite(values[run][m]))),
            Pairs = pairs,
            CochranQ = runs.Count > 2 ? CochranQ.Of([.. joined.Runs.Select(DecisionTests.Right)]) : null,
            HolmOfExactMcnemar = more ? AdjustedPairs.Of(pairs, pair => pair.Mcnemar.Overall.ExactP) : null,
            Holm = holm,
            Simultaneous = more ? several.Joint(chosen, names) : null,
            Best = several.Best(chosen, holm?.Adjusted),
            Notes = [.. ComparisonNotes.Of(joined, unit, fewest, runs.Count > 2)],
        };

        PairReport Compare(int first, int second) => PairReport.Of(joined.Runs[first], joined.Runs[second],
            ByMetric(m => Finite(MetricDifference.Between(values[first][m], values[second][m]))),
            ByMetric(m => MetricDifference.Of(PairedMetrics.Names[m], MetricDifference.Between(values[first][m], values[second][m]),
                draws.Differences(first, second, m), draws.Whole, fewest, joined.UnitCount)),
            joined.Units);
    }

    /// <summary>The key of the draws: the exams alone, so that everybody gets the same interval for the same question.</summary>
    internal static string Key(JoinedExams joined) => $"paired/{joined.Split}/{joined.Key}";

    private static (int First, int Second)[] Chosen(IReadOnlyList<PairedRun> runs, string? reference)
    {
        int[] all = [.. Enumerable.Range(0, runs.Count)];
        if (reference is null) return [.. all.SelectMany(first => all[(first + 1)..].Select(second => (first, second)))];
        int of = all.First(run => runs[run].Name == reference);
        return [.. all.Where(run => run != of).Select(run => (run, of))];
    }

    private static double? Finite(double value) => double.IsNaN(value) ? null : value;

    private static OrderedDictionary<string, T> Named<T>(JoinedExams joined, Func<int, T> of)
    {
        OrderedDictionary<string, T> named = [];
        for (int run = 0; run < joined.Runs.Length; run++) named.Add(joined.Runs[run].Name, of(run));
        return named;
    }

    private static OrderedDictionary<string, T> ByMetric<T>(Func<int, T> of)
    {
        OrderedDictionary<string, T> named = [];
        for (int m = 0; m < PairedMetrics.Names.Count; m++) named.Add(PairedMetrics.Names[m], of(m));
        return named;
    }
}
