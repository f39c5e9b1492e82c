using Angioboard.Jobs.Lists;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Tests.Runs;
using CsCheck;

namespace Angioboard.Jobs.Tests.Lists;

public sealed class RunGroupsTests
{
    private static readonly RunColumn Auc = RunColumns.Find("best:val_auc_ovr_macro")!;

    [Fact]
    public void Runs_that_differ_only_in_the_seed_are_one_group_named_by_its_distinctive_settings()
    {
        Run[] runs =
        [
            Sample.Run(1, auc: 0.7, settings: s => s with { Seed = 1, Lr = 0.001 }),
            Sample.Run(2, auc: 0.9, settings: s => s with { Seed = 2, Lr = 0.001, Threads = 2 }),
            Sample.Run(3, auc: 0.6, settings: s => s with { Seed = 1, Lr = 0.01 }),
        ];

        RunRows result = new RunQuery { Grouping = RunGrouping.Settings, Sort = Auc.Key }.Over(runs);

        Assert.Equal(["lr 0.001", "lr 0.01"], result.Groups.Select(group => group.Title));
        Assert.Equal("0.8000 ± 0.1414", result.Groups[0].Of(Auc).Show(Auc.Format));
        Assert.Equal(2, result.Groups[0].Members.Count);
        Assert.Equal("0.6000", result.Groups[1].Of(Auc).Show(Auc.Format));
        Assert.True(result.Marks.IsBest(Auc, result.Groups[0].Of(Auc).Mean));
        Assert.Equal(2, result.Rows);
        Assert.Empty(result.PageRuns);
    }

    [Fact]
    public void An_experiments_group_shows_values_that_its_runs_share()
    {
        Run[] runs =
            [Sample.Run(1, "a") with { Owner = "x" }, Sample.Run(2, "a") with { Owner = "y" }, Sample.Run(3, "b") with { Owner = "y" }];

        RunRows result = new RunQuery { Grouping = RunGrouping.Experiment, Sort = "experiment", Descending = false }.Over(runs);

        RunColumn owner = RunColumns.Find("owner")!;
        Assert.Equal(["2 different", "y"], result.Groups.Select(group => group.Of(owner).Show(owner.Format)));
    }

    [Fact]
    public void Metrics_measured_on_different_data_have_no_mean()
    {
        Run[] runs = [Sample.Run(1, auc: 0.7, data: "d1"), Sample.Run(2, auc: 0.9, data: "d2")];

        RunRows result = new RunQuery { Grouping = RunGrouping.Experiment }.Over(runs);

        GroupValue value = result.Groups[0].Of(Auc);
        Assert.True(value.DifferentData);
        Assert.Null(value.Mean);
        Assert.Equal(runs[0].Settings.Epochs, result.Groups[0].Of(RunColumns.Find("epochs")!).Mean);
    }

    [Fact]
    public void Mean_and_deviation_match_the_values_and_each_run_is_in_one_group()
    {
        Gen.Double[0, 1].Array[1, 30].Sample(values =>
        {
            Run[] runs = [.. values.Select((value, i) => Sample.Run(i + 1, i % 3 == 0 ? "a" : "b", auc: value))];

            RunRows result = new RunQuery { Grouping = RunGrouping.Experiment }.Over(runs);

            Assert.Equal(runs.Length, result.Groups.Sum(group => group.Members.Count));
            foreach (RunGroup group in result.Groups)
            {
                double[] own = [.. group.Members.Select(run => run.Best["val_auc_ovr_macro"].Value)];
                GroupValue value = group.Of(Auc);
                double spread = own.Sum(v => (v - own.Average()) * (v - own.Average()));
                Assert.Equal(own.Average(), value.Mean!.Value, tolerance: 1e-12);
                if (own.Length == 1) Assert.Null(value.Deviation);
                else Assert.Equal(Math.Sqrt(spread / (own.Length - 1)), value.Deviation!.Value, tolerance: 1e-9);
            }
        }, iter: 100);
    }
}
