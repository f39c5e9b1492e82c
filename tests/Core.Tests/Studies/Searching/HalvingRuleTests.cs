using Angioboard.Core.Studies.Searching;
using CsCheck;

namespace Angioboard.Core.Tests.Studies.Searching;

public sealed class HalvingRuleTests
{
    // Rungs after epochs 1 and 3 of nine variants, of which three and then one go on.
    private static readonly HalvingRule rule = new([1, 3], 3);

    /// <summary>What the variants a, b, c … have reached, and which pause.</summary>
    public static TheoryData<double[][], string> Cases => new()
    {
        { [[], [], [], [], [], [], [], [], []], "" },
        { [[0.9], [], [], [], [], [], [], [], []], "a" },
        { [[0.9], [0.8], [], [], [], [], [], [], []], "ab" },
        { [[0.9], [0.8], [0.7], [], [], [], [], [], []], "bc" },
        { [[0.7], [0.8], [0.9], [], [], [], [], [], []], "ab" },
        { [[0.9, 0.9, 0.9], [0.8], [0.7], [], [], [], [], [], []], "abc" },
        { [[0.9], [0.8], [0.7], [0.6], [0.5], [], [], [], []], "bcde" },
        { [[0.9], [0.8], [0.7], [0.6], [0.5], [0.4], [], [], []], "cdef" },
        { [[0.9], [0.8], [0.7], [0.6], [0.5], [0.4], [0.3], [0.2], [0.1]], "defghi" },
        { [[0.9, 0.9, 0.9], [0.8], [0.7], [0.6], [0.5], [0.4], [0.3], [0.2], [0.1]], "adefghi" },
        { [[0.9, 0.9, 0.9], [0.8, 0.8, 0.95], [0.7], [0.6], [0.5], [0.4], [0.3], [0.2], [0.1]], "abdefghi" },
        { [[0.9, 0.9, 0.9], [0.8, 0.8, 0.95], [0.7, 0.7, 0.7], [0.6], [0.5], [0.4], [0.3], [0.2], [0.1]], "acdefghi" },
        { [[0.5], [0.5], [0.5], [0.5], [0.5], [0.5], [0.5], [0.5], [0.5]], "defghi" },
        { [[double.NaN], [0.1], [double.NaN]], "ac" },
        { [[double.NaN], [double.NaN]], "ab" },
        { [[0.2], [0.1]], "b" },
        { [[0.2]], "" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_best_of_a_rung_go_on(double[][] reached, string paused)
    {
        Assert.Equal(paused, Paused(Runs(reached), maximize: true));
        Assert.Equal(paused, Paused(Runs([.. reached.Select(own => own.Select(value => -value).ToArray())]), maximize: false));
    }

    [Fact]
    public void What_was_paused_is_promoted_when_worse_ones_arrive()
    {
        Assert.Equal("a", Paused(Runs([[0.9], [], [], []]), maximize: true));
        Assert.Equal("bc", Paused(Runs([[0.9], [0.1], [0.2], []]), maximize: true));
    }

    [Fact]
    public void The_baseline_goes_on_and_takes_no_place()
    {
        RunCurve[] runs = Runs([[0.9], [0.8], [0.1], [0.2]]);

        Assert.Equal(["c", "d"], rule.Decide(runs, "a", maximize: true).Where(decision => decision.Value == SearchDecision.Pause)
            .Select(decision => decision.Key));
        Assert.Equal(["b", "c"], rule.Decide(runs, "d", maximize: true).Where(decision => decision.Value == SearchDecision.Pause)
            .Select(decision => decision.Key));
    }

    [Fact]
    public void A_rung_is_reached_by_all_seeds_and_folds_and_their_mean_counts()
    {
        RunCurve Run(string variant, long seed, params double[] values) =>
            new(variant, 0, seed, [.. values.Select(value => (double?)value)], false);
        RunCurve[] others = [Run("a", 1, 0.5), Run("a", 2, 0.5), Run("b", 1, 0.4), Run("b", 2, 0.4)];

        Assert.Equal("ab", Paused([.. others, Run("c", 1, 0.9), Run("c", 2)], maximize: true));
        Assert.Equal("bc", Paused([.. others, Run("c", 1, 0.9), Run("c", 2, 0.0)], maximize: true));
        Assert.Equal("ab", Paused([.. others, Run("c", 1, 0.9), Run("c", 2, 0.2)], maximize: true));
    }

    [Fact]
    public void A_run_that_stopped_early_has_reached_all_rungs_with_its_best()
    {
        RunCurve[] runs = [.. Runs([[0.5, 0.6, 0.6], [0.1]]), new RunCurve("c", 0, 1, [0.7, 0.2], true)];

        Assert.Equal("ab", Paused(runs, maximize: true));
        Assert.Equal([1, 1, null], rule.Limits(runs, null, maximize: true).Values);
    }

    [Fact]
    public void A_variant_may_train_to_the_rung_at_which_it_has_to_be_among_the_best()
    {
        RunCurve[] runs = Runs([[0.9], [0.8, 0.8, 0.8], [0.7], [], [0.1]]);

        IReadOnlyDictionary<string, int?> waiting = rule.Limits(runs, "e", maximize: true);
        IReadOnlyDictionary<string, int?> complete = rule.Limits([.. runs.Where(run => run.Variant != "d")], "e", maximize: true);

        Assert.Equal([3, 1, 1, 1, null], waiting.Values);
        Assert.Equal([3, 1, 1, null], complete.Values);
        Assert.Equal([null], rule.Limits(Runs([[0.2, 0.3, 0.4]]), null, maximize: true).Values);
    }

    [Fact]
    public void Something_always_goes_on_and_the_end_is_the_same_in_any_order() =>
        Gen.Select(Gen.Double[0, 1].Array[1, 12], Gen.Int[0, 10_000]).Sample((quality, order) =>
        {
            SeededRandom random = new(order, "order");
            int[] epochs = new int[quality.Length];
            const int End = 5;
            while (true)
            {
                RunCurve[] runs = [.. quality.Select((value, i) => new RunCurve(
                    $"{(char)('a' + i)}", 0, 1, [.. Enumerable.Repeat((double?)value, epochs[i])], epochs[i] == End))];
                IReadOnlyDictionary<string, SearchDecision> decisions = rule.Decide(runs, null, maximize: true);
                int[] going = [.. Enumerable.Range(0, runs.Length)
                    .Where(i => decisions[runs[i].Variant] == SearchDecision.GoOn && epochs[i] < End)];
                if (going.Length == 0) break;
                epochs[going[random.NextInt(going.Length)]]++;
            }

            // Synchronous halving: of n, n / 3 and then a third of those, at least one each.
            int first = Math.Max(1, quality.Length / 3), last = Math.Max(1, first / 3);
            int[] best = [.. Enumerable.Range(0, quality.Length).OrderByDescending(i => quality[i]).Take(last)];
            Assert.All(best, i => Assert.Equal(End, epochs[i]));
        });

    private static string Paused(RunCurve[] runs, bool maximize) => string.Concat(rule.Decide(runs, null, maximize)
        .Where(decision => decision.Value == SearchDecision.Pause).Select(decision => decision.Key));

    private static RunCurve[] Runs(double[][] reached) => [.. reached.Select((own, i) =>
        new RunCurve($"{(char)('a' + i)}", 0, 1, [.. own.Select(value => double.IsNaN(value) ? (double?)null : value)], false))];
}
