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
        Assert.Equal("0.80 ± 0.14", result.Groups[0].Of(Auc).Show(Auc.Format));
        Assert.Equal(2, result.Groups[0].Members.Count);
        Assert.Equal("0.6000", result.Groups[1].Of(Auc).Show(Auc.Format));
        Assert.True(result.Marks.IsBest(Auc, result.Groups[0].Of(Auc)));
        Assert.Equal(2, result.Rows);
        Assert.Empty(result.PageRuns);
    }

    [Fact]
    public void A_single_run_is_not_the_best_among_means_of_several()
    {
        Run[] runs =
        [
            Sample.Run(1, auc: 0.7, settings: s => s with { Seed = 1, Lr = 0.001 }),
            Sample.Run(2, auc: 0.8, settings: s => s with { Seed = 2, Lr = 0.001 }),
            Sample.Run(3, auc: 0.9, settings: s => s with { Lr = 0.01 }),
            Sample.Run(4, auc: 0.6, settings: s => s with { Lr = 0.1 }),
        ];
        RunQuery query = new() { Grouping = RunGrouping.Settings, Sort = "lr", Descending = false };

        RunRows mixed = query.Over(runs), single = query.Over(runs[1..]);

        Assert.Equal([true, false, false], mixed.Groups.Select(group => mixed.Marks.IsBest(Auc, group.Of(Auc))));
        Assert.Equal([false, true, false], single.Groups.Select(group => single.Marks.IsBest(Auc, group.Of(Auc))));
        Assert.Equal("0.9000", mixed.Groups[1].Of(Auc).Show(Auc.Format));
    }

    [Fact]
    public void A_group_is_called_by_settings_with_many_values_first_and_by_its_files_last()
    {
        Run[] runs =
        [
            Sample.Run(1, settings: s => s with { Split = "/data/a/split.json", Lr = 0.001, MaxFrames = null }),
            Sample.Run(2, settings: s => s with { Split = "/data/a/split.json", Lr = 0.01 }),
            Sample.Run(3, settings: s => s with { Split = "/data/b/other.json", Lr = 0.1 }),
        ];
        RunQuery query = new() { Grouping = RunGrouping.Settings, Sort = "lr", Descending = false };

        RunRows files = query.Over(runs);
        RunRows datasets = query.Over([runs[0] with { Dataset = "a" }, runs[1] with { Dataset = "a" }, runs[2] with { Dataset = "b" }]);

        Assert.Equal("lr 0.001, max_frames all, split split.json", files.Groups[0].Title);
        Assert.Equal("lr 0.1, max_frames 12, dataset b", datasets.Groups[2].Title);
    }

    [Theory]
    [InlineData(0.98904, 7.871e-4, "0.9890 ± 0.0008")]
    [InlineData(6.5e-4, 3.834e-4, "6.5e-4 ± 3.8e-4")]
    [InlineData(0.3646, 0.1103, "0.36 ± 0.11")]
    [InlineData(0.8, 0.0996, "0.80 ± 0.10")]
    [InlineData(0.5, 0.000012, "0.50000 ± 0.00001")]
    [InlineData(123.4, 14.2, "123 ± 14")]
    [InlineData(5432.1, 123.4, "5430 ± 120")]
    [InlineData(5.2345e6, 1.2e5, "5.23e6 ± 0.12e6")]
    [InlineData(0.0004, 0.0021, "0.0004 ± 0.0021")]
    public void A_mean_is_rounded_once_to_its_deviations_second_digit(double mean, double deviation, string shown) =>
        Assert.Equal(shown, MeanText.Of(mean, deviation));

    [Fact]
    public void Equal_values_have_no_deviation()
    {
        Run[] runs = [.. Enumerable.Range(1, 3).Select(key => Sample.Run(key, settings: s => s with { Lr = 3e-4 }))];

        RunColumn lr = RunColumns.Find("lr")!;
        Assert.Equal("0.0003", new RunQuery { Grouping = RunGrouping.Experiment }.Over(runs).Groups[0].Of(lr).Show(lr.Format));
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
    public void A_run_cut_short_is_left_out_of_means_of_metrics_unless_all_are()
    {
        Run whole = Sample.Run(1, "a", auc: 0.9) with { Status = RunStatus.Finished, EpochsDone = 40 };
        Run cut = Sample.Run(2, "a", auc: 0.5) with { Status = RunStatus.Finished, EpochsDone = 4 };
        Run patient = cut with { Settings = cut.Settings with { EarlyStoppingPatience = 3 } };

        Assert.Equal(0.9, new RunGroup("a", "a", [whole, cut]).Of(Auc).Mean);
        Assert.Equal(0.7, new RunGroup("a", "a", [whole, patient]).Of(Auc).Mean!.Value, tolerance: 1e-9);
        Assert.Equal(0.5, new RunGroup("a", "a", [cut, cut]).Of(Auc).Mean);
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
