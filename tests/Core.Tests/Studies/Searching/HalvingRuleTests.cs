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

        Assert.Equal("cd", Paused(runs, maximize: true, "a"));
        Assert.Equal("bc", Paused(runs, maximize: true, "d"));
        Assert.Equal("", Paused(runs, maximize: true, "a", "b", "c", "d"));
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
        Assert.Equal([1, 1, null], HoldAt(runs));
    }

    [Fact]
    public void A_variant_may_train_to_the_rung_at_which_it_has_to_be_among_the_best()
    {
        RunCurve[] runs = Runs([[0.9], [0.8, 0.8, 0.8], [0.7], [], [0.1]]);

        Assert.Equal([3, 1, 1, 1, null], HoldAt(runs, "e"));
        Assert.Equal([3, 1, 1, null], HoldAt([.. runs.Where(run => run.Variant != "d")], "e"));
        Assert.Equal([null], HoldAt(Runs([[0.2, 0.3, 0.4]])));
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
                IReadOnlyDictionary<string, SearchVerdict> verdicts = rule.Judge(runs, [], maximize: true);
                int[] going = [.. Enumerable.Range(0, runs.Length)
                    .Where(i => !verdicts[runs[i].Variant].Holds(epochs[i]) && epochs[i] < End)];
                if (going.Length == 0) break;
                epochs[going[random.NextInt(going.Length)]]++;
            }

            // Synchronous halving: of n, n / 3 and then a third of those, at least one each.
            int first = Math.Max(1, quality.Length / 3), last = Math.Max(1, first / 3);
            int[] best = [.. Enumerable.Range(0, quality.Length).OrderByDescending(i => quality[i]).Take(last)];
            Assert.All(best, i => Assert.Equal(End, epochs[i]));
        });

    [Fact]
    public void Nobody_waits_for_a_variant_that_lost_a_run()
    {
        RunCurve[] runs = Runs([[0.9], [0.8], []]);

        // Of three, one goes on: the third has to come, unless its run has failed.
        Assert.Equal([1, 1, 1], HoldAt(runs));
        Assert.Equal([3, 1, 1], HoldAt([.. runs[..2], runs[2] with { IsLost = true }]));
        // It counts among those that came, so that as many go on as if it had come last.
        Assert.Equal([3, 3, 1, 1, 1, 1], HoldAt([.. Runs([[0.9], [0.8], [0.7]]), .. Lost(runs[2], "d", "e", "f")]));
        // Run again, it takes its place.
        Assert.Equal([1, 1, 3], HoldAt([.. runs[..2], runs[2] with { Values = [0.95] }]));
    }

    [Fact]
    public void A_run_that_is_lost_after_a_rung_counts_there_and_is_last_at_the_next()
    {
        RunCurve[] runs = [.. Runs([[0.9, 0.9], [0.8, 0.8, 0.8], [0.7], [0.6], [0.5], [0.4], [0.3], [0.2], [0.1]])];

        Assert.Equal([3, 3, 3, 1, 1, 1, 1, 1, 1], HoldAt(runs));
        Assert.Equal([3, 3, 3, 1, 1, 1, 1, 1, 1], HoldAt([runs[0] with { IsLost = true }, .. runs[1..]]));
        RunCurve[] all = [runs[0] with { IsLost = true }, runs[1], runs[2] with { Values = [0.7, 0.7, 0.9] }, .. runs[3..]];
        Assert.Equal([3, 3, null, 1, 1, 1, 1, 1, 1], HoldAt(all));
    }

    [Fact]
    public void A_study_whose_runs_are_all_lost_has_no_one_to_promote()
    {
        RunCurve[] runs = [.. Lost(Runs([[]])[0], "a", "b", "c")];

        Assert.Equal([1, 1, 1], HoldAt(runs));
    }

    [Fact]
    public void Why_a_variant_waits_is_said()
    {
        string?[] Words(params RunCurve[] runs) => [.. rule.Judge(runs, [], maximize: true).Values.Select(verdict => verdict.Words)];
        RunCurve[] runs = Runs([[0.9], [0.8], [0.7]]);

        Assert.Equal([null, "paused after 1 epoch: 2 of 3 variants, of which the best goes on",
            "paused after 1 epoch: 3 of 3 variants, of which the best goes on"], Words(runs));
        Assert.Equal(["paused after 1 epoch: 1 of 2 variants so far, of which none goes on yet",
            "paused after 1 epoch: 2 of 2 variants so far, of which none goes on yet", null],
            Words(runs[0], runs[1], runs[2] with { Values = [] }));
        Assert.Equal([null, "ranked last after 1 epoch, since a run of it ended before; run it again, and it takes its place"],
            Words(runs[0], runs[1] with { Values = [], IsLost = true }));
        Assert.Equal("waits after 1 epoch for its other runs", Words(runs[0], runs[0] with { Seed = 2, Values = [] })[0]);
        Assert.Equal("paused after 1 epoch: its metric has been undefined so far", Words(runs[0] with { Values = [null] })[0]);
    }

    private static IEnumerable<RunCurve> Lost(RunCurve run, params string[] variants) =>
        variants.Select(variant => run with { Variant = variant, IsLost = true });

    private static int?[] HoldAt(RunCurve[] runs, params string[] always) =>
        [.. rule.Judge(runs, always, maximize: true).Values.Select(verdict => verdict.HoldAt)];

    // Those that have come to a rung, and wait there.
    private static string Paused(RunCurve[] runs, bool maximize, params string[] always) => string.Concat(
        rule.Judge(runs, always, maximize).Where(verdict => runs.Where(run => run.Variant == verdict.Key)
            .All(run => verdict.Value.Holds(run.Values.Count))).Select(verdict => verdict.Key));

    private static RunCurve[] Runs(double[][] reached) => [.. reached.Select((own, i) =>
        new RunCurve($"{(char)('a' + i)}", 0, 1, [.. own.Select(value => double.IsNaN(value) ? (double?)null : value)], false))];
}
