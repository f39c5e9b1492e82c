using Angioboard.Core.Settings;
using Angioboard.Jobs.Lists.Columns;

namespace Angioboard.Jobs.Tests.Lists.Columns;

public sealed class SettingsDifferenceTests
{
    [Fact]
    public void Resolved_defaults_do_not_differ_and_every_setting_is_listed()
    {
        IReadOnlyList<SettingRow> rows =
            SettingsDifference.FromDefaults(SettingsRules.Resolve(new RunSettings { Split = "/data/s.json", Datadir = "/data" }));

        Assert.Equal(SettingsFile.Names.Keys, rows.Select(row => row.Name));
        Assert.Equal(["split", "datadir"], rows.Where(row => row.Differs).Select(row => row.Name));
    }

    [Fact]
    public void A_default_that_depends_on_other_settings_follows_them()
    {
        RunSettings settings =
            SettingsRules.Resolve(new RunSettings { Backbone = "vit(img=32,patch=8,dim=48,depth=2,heads=3)", ClassNames = ["a", "b"] });

        IReadOnlyList<SettingRow> rows = SettingsDifference.FromDefaults(settings);

        Assert.Equal(["32", "32"], rows.Single(row => row.Name == "image_size").Values);
        Assert.Equal(["class_names", "backbone"], rows.Where(row => row.Differs).Select(row => row.Name));
    }

    [Fact]
    public void Settings_that_differ_among_runs_are_marked_with_each_value()
    {
        RunSettings one = new() { Lr = 1e-3, MaxFrames = null }, other = one with { Lr = 1e-4 };

        IReadOnlyList<SettingRow> rows = SettingsDifference.Between([one, one, other]);

        SettingRow lr = Assert.Single(rows, row => row.Differs);
        Assert.Equal(["0.001", "0.001", "0.0001"], lr.Values);
        Assert.Equal(["all", "all", "all"], rows.Single(row => row.Name == "max_frames").Values);
    }

    [Fact]
    public void The_command_line_gives_only_what_differs_and_quotes_it_for_a_shell()
    {
        RunSettings settings = SettingsRules.Resolve(new RunSettings
        {
            Split = "/data/my study/s.json", Datadir = "/data", ClassNames = ["No", "Window defect"], MaxFrames = null,
            Patients = @"(\d+)_[LR]$", BalanceClasses = false,
        });

        Assert.Equal(
            @"angioboard experiment --split '/data/my study/s.json' --datadir /data --patients '(\d+)_[LR]$' --class-names 'No, Window defect' --max-frames all --balance-classes false",
            SettingsCommand.Of(settings));
    }

    [Fact]
    public void A_number_of_classes_and_the_names_that_follow_from_it_are_not_both_left_out()
    {
        RunSettings settings = SettingsRules.Resolve(new RunSettings { Split = "/data/s.json", Datadir = "/data", NumClasses = 3 });

        Assert.Equal("angioboard experiment --split /data/s.json --datadir /data --class-names '0, 1, 2'", SettingsCommand.Of(settings));
        Assert.Equal("angioboard submit --experiment demo --split /data/s.json --datadir /data --class-names '0, 1, 2' --device slurm:gpu",
            SettingsCommand.Of(settings with { Device = "slurm:gpu" }, "results/demo"));
    }

    [Fact]
    public void A_single_quote_is_read_back_by_a_shell() => Assert.Equal(@"'it'\''s'", SettingsCommand.Quote("it's"));
}
