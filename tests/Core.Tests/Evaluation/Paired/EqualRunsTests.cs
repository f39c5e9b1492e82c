using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired;
using Angioboard.Core.Evaluation.Predictions;

namespace Angioboard.Core.Tests.Evaluation.Paired;

/// <summary>Runs that are equal, nearly equal, or alike in one figure only.</summary>
public sealed class EqualRunsTests
{
    private static readonly ComparisonOptions quick = new(Resamples: 200);

    [Fact]
    public void Sums_in_another_order_are_no_difference()
    {
        PairReport pair = Compare(quick with { Metric = MetricNames.BalancedAccuracy }, Recalls("A", 7, 8, 9), Recalls("B", 9, 8, 7))
            .Pairs["A-B"];

        Assert.NotEqual(0, 0.7 + 0.8 + 0.9 - (0.9 + 0.8 + 0.7));
        Assert.Equal(0, pair.Difference[MetricNames.BalancedAccuracy]);
        Assert.Null(pair.Intervals[MetricNames.BalancedAccuracy].PatientsNeeded);
    }

    [Fact]
    public void A_run_that_has_a_p_value_against_the_best_is_told_from_it_by_that_alone()
    {
        int contradictions = 0;
        for (int set = 0; set < 40; set++)
        {
            PairedRun[] runs = [.. new[] { 3.5, 2.3, 1.9 }.Select((skill, i) => Drawn($"{i}", skill, set))];
            foreach (string? reference in (string?[])[null, "0", "1"])
            {
                ComparisonReport report = Compare(quick with { Reference = reference }, runs);
                BestRun best = report.Best!;
                foreach ((PairReport pair, int i) in report.Pairs.Values.Select((pair, i) => (pair, i)))
                {
                    if (pair.First != best.Run && pair.Second != best.Run) continue;
                    string other = pair.First == best.Run ? pair.Second : pair.First;
                    bool shown = report.Holm!.Adjusted[i] < AdjustedPairs.Level;
                    Assert.Equal(shown, !best.NotDistinguishable.Contains(other));
                    if (shown == (best.Intervals[other].Low <= 0)) contradictions++;
                }
            }
        }
        Assert.NotEqual(0, contradictions);
    }

    [Fact]
    public void Seeds_of_which_one_has_no_kappa_are_not_compared_by_it()
    {
        PairedRun all = Calls("A", _ => 1), some = Calls("B", i => i % 2);

        InputException refused = Assert.Throws<InputException>(() => SeedComparison.Of(
            [some], [all], "test", patients: null, quick with { Metric = MetricNames.Kappa },
            cancellation: TestContext.Current.CancellationToken));

        Assert.Equal("test, kappa: all exams have, and are given, one and the same class", refused.Message);

        static PairedRun Calls(string name, Func<int, int> call) => new(name,
            [.. Enumerable.Range(0, 20).Select(i => new ExamPrediction($"{i}", 1, call(i) == 1 ? [0.1, 0.9] : [0.9, 0.1]))]);
    }

    private static ComparisonReport Compare(ComparisonOptions options, params PairedRun[] runs) =>
        PairedComparison.Of(runs, "test", patients: null, options, cancellation: TestContext.Current.CancellationToken);

    // Ten exams of each of three classes, of which so many are right.
    private static PairedRun Recalls(string name, params int[] right) => new(name, [.. Enumerable.Range(0, 30).Select(i =>
    {
        double[] row = [0.1, 0.1, 0.1];
        row[i % 10 < right[i / 10] ? i / 10 : (i / 10 + 1) % 3] = 0.8;
        return new ExamPrediction($"{i / 10}{i % 10}", i / 10, row);
    })]);

    private static PairedRun Drawn(string name, double skill, int set)
    {
        SeededRandom random = new(set, name);
        return new PairedRun(name, [.. Enumerable.Range(0, 40).Select(i =>
        {
            double first = 1 / (1 + Math.Exp(-random.NextNormal() + (i % 2 == 0 ? -skill / 2 : skill / 2)));
            return new ExamPrediction($"{i}", i % 2, [first, 1 - first]);
        })]);
    }
}
