using Angioboard.Jobs.Comparison;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Tests.Runs;

namespace Angioboard.Jobs.Tests.Comparison;

public sealed class SettingsVerdictTests
{
    private static readonly Run[] Runs =
    [
        Lr(1, 1e-4, 1, loss: 0.50, test: 0.99), Lr(2, 1e-4, 2, loss: 0.54, test: 0.97),
        Lr(3, 3e-4, 1, loss: 0.40, test: 0.90), Lr(4, 3e-4, 2, loss: 0.44, test: 0.92),
    ];

    [Fact]
    public void Settings_are_ranked_by_the_mean_of_the_metric_that_selected_the_epoch()
    {
        SettingsVerdict verdict = SettingsVerdict.Of(Runs, null);

        Assert.Equal("val_loss", verdict.Metric);
        Assert.Equal(["lr 0.0003", "lr 0.0001"], verdict.Settings.Select(settings => settings.Title));
        Assert.Equal([1, 2], verdict.Settings.Select(settings => settings.Rank));
        Assert.Equal(0.42, verdict.Settings[0].Validation.Mean!.Value, tolerance: 1e-9);
        Assert.Equal(0.02 * Math.Sqrt(2), verdict.Settings[0].Validation.Deviation!.Value, tolerance: 1e-9);
        Assert.Equal(0.91, verdict.Settings[0].Test[0].Mean!.Value, tolerance: 1e-9);
        Assert.False(verdict.IsClose);
    }

    [Fact]
    public void A_higher_auc_is_better_and_test_figures_never_rank()
    {
        SettingsVerdict verdict = SettingsVerdict.Of(Runs, "val_auc_ovr_macro");

        Assert.Equal(["lr 0.0001", "lr 0.0003"], verdict.Settings.Select(settings => settings.Title));
        Assert.Equal("val_loss", SettingsVerdict.Of(Runs, "test_accuracy").Metric);
    }

    [Fact]
    public void Nothing_is_ranked_if_runs_used_different_data()
    {
        SettingsVerdict verdict = SettingsVerdict.Of([Runs[0], Runs[2] with { Fingerprint = "other" }], null);

        Assert.All(verdict.Settings, settings => Assert.Null(settings.Rank));
    }

    [Fact]
    public void A_lead_smaller_than_the_spread_over_seeds_is_reported()
    {
        Run[] runs = [Runs[0], Lr(2, 1e-4, 2, loss: 0.30, test: 0.9), Runs[2], Lr(4, 3e-4, 2, loss: 0.41, test: 0.9)];

        Assert.True(SettingsVerdict.Of(runs, null).IsClose);
    }

    [Fact]
    public void A_sweep_has_an_axis_for_each_setting_that_varies_logarithmic_over_decades()
    {
        Run[] runs =
        [
            .. Runs, Lr(5, 3e-3, 1, loss: 0.6, test: 0.5) with { Settings = Runs[0].Settings with { Lr = 3e-3, BalanceClasses = false } },
        ];

        SettingsSweep sweep = SettingsSweep.Of(runs, SettingsDifference.Between([.. runs.Select(run => run.Settings)]), "val_loss");

        Assert.Equal(["lr", "balance_classes", "seed"], sweep.Settings.Select(axis => axis.Name));
        Assert.True(sweep.Settings[0].Logarithmic);
        Assert.Equal([0, 0, Math.Log(3) / Math.Log(30), Math.Log(3) / Math.Log(30), 1],
            sweep.Settings[0].Places.Select(place => place!.Value), Near);
        Assert.Equal(["false", "true"], sweep.Settings[1].Ticks.Select(tick => tick.Text));
        Assert.Equal([2, 3, 0, 1, 4], sweep.Order);
        Assert.Equal((1, 0), (sweep.Goodness(2), sweep.Goodness(4)));
    }

    [Fact]
    public void A_run_without_a_value_has_no_place_and_comes_last()
    {
        Run[] runs = [Sample.Run(9), .. Runs];

        SettingsSweep sweep = SettingsSweep.Of(runs, SettingsDifference.Between([.. runs.Select(run => run.Settings)]), "val_loss");

        Assert.Null(sweep.Metric.Places[0]);
        Assert.Equal(0, sweep.Order[^1]);
    }

    private static bool Near(double one, double other) => Math.Abs(one - other) < 1e-9;

    private static Run Lr(int key, double lr, long seed, double loss, double test)
    {
        Run run = Sample.Run(key, auc: 1 - lr * 100, loss: loss, settings: s => s with { Lr = lr, Seed = seed });
        return run with
        {
            AtBest = new Dictionary<string, double?> { ["val_loss"] = loss, ["val_auc_ovr_macro"] = 1 - lr * 100 },
            Splits = new Dictionary<string, IReadOnlyDictionary<string, double?>>
            {
                ["test"] = new Dictionary<string, double?> { ["auc_ovr_macro"] = test },
            },
        };
    }
}
