using Angioboard.Core.Studies.Searching;

namespace Angioboard.Core.Tests.Studies.Searching;

public sealed class MedianRuleTests
{
    private const double NaN = double.NaN;

    // Five finished variants, whose medians at the epochs are 0.3, 0.5, 0.7.
    private static readonly double[][] five = [[0.1, 0.3, 0.5], [0.2, 0.4, 0.6], [0.3, 0.5, 0.7], [0.4, 0.6, 0.8], [0.5, 0.7, 0.9]];

    /// <summary>
    /// Cases of Optuna's MedianPruner, higher is better: finished runs, startup, warmup, the run's values, whether it is pruned.
    /// </summary>
    public static TheoryData<double[][], int, int, double[], bool> Cases => new()
    {
        { five, 5, 0, [0.29], true },
        { five, 5, 0, [0.30], false },
        { five, 5, 0, [0.31], false },
        { five, 5, 0, [0.9, 0.1, 0.1], false },
        { five, 5, 0, [0.2, 0.49], true },
        { five, 5, 0, [0.2, 0.50], false },
        { five, 5, 1, [0.0], false },
        { five, 5, 1, [0.0, 0.0], true },
        { five, 5, 2, [0.0, 0.0], false },
        { five, 6, 0, [0.0], false },
        { five[..4], 5, 0, [0.0], false },
        { [], 0, 0, [0.0], false },
        { five, 5, 0, [NaN], true },
        { five, 5, 0, [NaN, 0.6], false },
        { five, 5, 0, [0.6, NaN], false },
        { five, 5, 2, [NaN], false },
        { [.. five[..4], [NaN, 0.5, 0.7]], 5, 0, [0.24], true },
        { [.. five[..4], [NaN, 0.5, 0.7]], 5, 0, [0.26], false },
        { [[NaN], [NaN], [NaN], [NaN], [NaN]], 5, 0, [0.0], false },
        { [[0.5], [0.5], [0.5], [0.5], [0.1, 0.2]], 5, 0, [0.05, 0.1], true },
        { [[0.5], [0.5], [0.5], [0.5], [0.1, 0.2]], 5, 0, [0.05, 0.2], false },
        { [[0.5], [0.5]], 2, 0, [0.0, 0.0], false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_variant_of_one_run_pauses_where_Optuna_prunes(double[][] finished, int startup, int warmup, double[] values, bool paused)
    {
        RunCurve[] runs = [.. finished.Select((own, i) => Run($"done {i}", own, finished: true)), Run("x", values)];

        SearchVerdict found = new MedianRule(startup, warmup).Judge(runs, [], maximize: true)["x"];
        SearchVerdict mirrored = new MedianRule(startup, warmup)
            .Judge([.. runs.Select(run => run with { Values = [.. run.Values.Select(value => 1 - value)] })], [], maximize: false)["x"];

        Assert.Equal(paused ? 0 : null, found.HoldAt);
        if (values is not [0.30] and not [0.2, 0.50]) Assert.Equal(found.HoldAt, mirrored.HoldAt);
    }

    [Fact]
    public void The_baseline_and_finished_variants_never_pause_but_count()
    {
        RunCurve[] runs =
            [.. five.Select((own, i) => Run($"done {i}", own, finished: true)), Run("base", [0.0]), Run("x", [0.0]), Run("y", [])];

        IReadOnlyDictionary<string, SearchVerdict> found = new MedianRule().Judge(runs, ["base"], maximize: true);

        Assert.Equal(["x"], found.Where(verdict => verdict.Value.HoldAt is not null).Select(verdict => verdict.Key));
        Assert.Equal(8, found.Count);
    }

    [Fact]
    public void A_variant_is_judged_by_the_mean_of_its_seeds_and_folds()
    {
        RunCurve[] finished = TwoSeeds();

        // One bad seed alone does not pause a variant, nor does one good seed save it.
        Assert.Null(HoldAt([.. finished, Run("x", [0.1], 0, 1), Run("x", [0.6], 0, 2)]));
        Assert.Equal(0, HoldAt([.. finished, Run("x", [0.1], 0, 1), Run("x", [0.4], 0, 2)]));
        Assert.Null(HoldAt([.. finished, Run("x", [NaN], 0, 1), Run("x", [0.4], 0, 2)]));
    }

    [Fact]
    public void The_others_are_compared_on_the_folds_that_the_variant_has_begun()
    {
        // Fold 1 is hard: all have 0.3 less there.
        RunCurve[] finished = [.. five.SelectMany((own, i) => new[]
        {
            Run($"done {i}", own, 0, 1, true), Run($"done {i}", [.. own.Select(value => value - 0.3)], 1, 1, true),
        })];

        Assert.Null(HoldAt([.. finished, Run("x", [0.05], 1, 1), Run("x", [], 0, 1)]));
        Assert.Equal(0, HoldAt([.. finished, Run("x", [0.05], 0, 1), Run("x", [], 1, 1)]));
    }

    [Fact]
    public void Variants_that_have_not_finished_those_folds_do_not_count()
    {
        RunCurve[] begun = [.. five.SelectMany((own, i) => new[]
        {
            Run($"done {i}", own, 0, 1, true), Run($"done {i}", own, 1, 1, finished: i > 0),
        })];

        Assert.Null(HoldAt([.. begun, Run("x", [0.0], 1, 1)]));
        Assert.Equal(0, HoldAt([.. begun, Run("x", [0.0], 0, 1)]));
    }

    [Fact]
    public void A_run_that_stopped_early_still_counts()
    {
        RunCurve[] finished = TwoSeeds();

        // The median at the second epoch is 0.5.
        Assert.Equal(0, HoldAt([.. finished, Run("x", [0.1], 0, 1, true), Run("x", [0.1, 0.85], 0, 2)]));
        Assert.Null(HoldAt([.. finished, Run("x", [0.1], 0, 1, true), Run("x", [0.1, 0.95], 0, 2)]));
    }

    [Fact]
    public void Runs_that_are_ahead_wait_for_the_slowest()
    {
        RunCurve[] finished = TwoSeeds();

        // At the second epoch the fast run would be far below; at the first, which both have, the mean is not.
        Assert.Null(HoldAt([.. finished, Run("x", [0.3, 0.0], 0, 1), Run("x", [0.4], 0, 2)]));
    }

    [Fact]
    public void A_lost_run_counts_neither_for_nor_against_its_variant()
    {
        RunCurve lost = Run("x", [0.0], 0, 2) with { IsLost = true };

        // Its seed is left out of the others' means too.
        Assert.Null(HoldAt([.. TwoSeeds(), Run("x", [0.4], 0, 1), lost]));
        Assert.Equal(0, HoldAt([.. TwoSeeds(), Run("x", [0.2, 0.3, 0.4], 0, 1), lost]));
        Assert.Equal(0, HoldAt([.. TwoSeeds(), Run("x", [0.4], 0, 1), lost with { IsLost = false }]));
        Assert.Null(HoldAt([.. TwoSeeds(), lost]));
    }

    [Fact]
    public void Why_a_variant_pauses_is_said()
    {
        RunCurve[] finished = TwoSeeds();
        string Words(RunCurve run, bool maximize = true) =>
            new MedianRule().Judge([.. finished, run], [], maximize)["x"].Words!;

        Assert.Equal("paused after 2 epochs: below the median of 5 variants at that epoch", Words(Run("x", [0.1, 0.2])));
        Assert.Equal("paused after 1 epoch: above the median of 5 variants at that epoch", Words(Run("x", [0.9]), maximize: false));
        Assert.Equal("paused after 1 epoch: its metric has been undefined so far", Words(Run("x", [NaN])));
    }

    private static RunCurve[] TwoSeeds() =>
        [.. five.SelectMany((own, i) => new[] { Run($"done {i}", own, 0, 1, true), Run($"done {i}", own, 0, 2, true) })];

    private static int? HoldAt(RunCurve[] runs) => new MedianRule().Judge(runs, [], maximize: true)["x"].HoldAt;

    private static RunCurve Run(string variant, double[] values, int fold = 0, long seed = 1, bool finished = false) =>
        new(variant, fold, seed, [.. values.Select(value => double.IsNaN(value) ? (double?)null : value)], finished);

    private static RunCurve Run(string variant, double[] values, bool finished) => Run(variant, values, 0, 1, finished);
}
