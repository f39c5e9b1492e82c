using Angioboard.Jobs.Lists;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Tests.Runs;

namespace Angioboard.Jobs.Tests.Lists;

public sealed class BaselinesTests
{
    private static readonly RunColumn Auc = RunColumns.Find("best:val_auc_ovr_macro")!;
    private static readonly RunColumn Loss = RunColumns.Find("best:val_loss")!;

    [Fact]
    public void Metrics_are_compared_with_the_baseline_of_the_experiment_on_the_same_data()
    {
        Run[] runs =
        [
            Sample.Run(1, auc: 0.8, loss: 0.5) with { Baseline = true },
            Sample.Run(2, auc: 0.9, loss: 0.75),
            Sample.Run(3, auc: 0.8, data: "d2"),
            Sample.Run(4, "other", auc: 0.9),
            Sample.Run(5, auc: 0.8),
        ];

        Baselines baselines = (new RunQuery { Delta = true }).Over(runs).Baselines;

        Assert.Equal(new BaselineDifference("+0.1000", true), baselines.Of(Auc, runs[1]));
        Assert.Equal(new BaselineDifference("+0.2500", false), baselines.Of(Loss, runs[1]));
        Assert.Equal(new BaselineDifference("±0", null), baselines.Of(Auc, runs[4]));
        Assert.All([runs[0], runs[2], runs[3]], run => Assert.Null(baselines.Of(Auc, run)));
        Assert.Null(baselines.Of(RunColumns.Find("lr")!, runs[1]));
        Assert.Null(new RunQuery().Over(runs).Baselines.Of(Auc, runs[1]));
        Assert.Null(Baselines.Of([runs[0] with { Trashed = DateTimeOffset.UnixEpoch }]).Of(Auc, runs[1]));
    }

    [Fact]
    public void The_mean_of_a_group_is_compared_with_that_of_the_runs_with_the_baselines_settings()
    {
        Run[] runs =
        [
            Run(1, 1e-4, seed: 1, auc: 0.7) with { Baseline = true },
            Run(2, 1e-4, seed: 2, auc: 0.8),
            Run(3, 3e-4, seed: 1, auc: 0.75),
            Run(4, 3e-4, seed: 2, auc: 0.95),
            Run(5, 1e-3, seed: 1, auc: 0.9, data: "d2"),
        ];

        RunRows rows = (new RunQuery { Delta = true, Grouping = RunGrouping.Settings }).Over(runs);

        Assert.Equal(new BaselineDifference("+0.1000", true), rows.Baselines.Of(Auc, Group("lr 0.0003")));
        Assert.Null(rows.Baselines.Of(Auc, Group("lr 0.0001")));
        Assert.Null(rows.Baselines.Of(Auc, Group("lr 0.001")));
        Assert.Null(rows.Baselines.Of(RunColumns.Find("lr")!, Group("lr 0.0003")));

        RunGroup Group(string title) => rows.Groups.Single(group => group.Title == title);

        static Run Run(int key, double lr, int seed, double auc, string data = "d1") =>
            Sample.Run(key, auc: auc, data: data, settings: s => s with { Lr = lr, Seed = seed });
    }
}
