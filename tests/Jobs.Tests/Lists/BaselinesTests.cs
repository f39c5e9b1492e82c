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
}
