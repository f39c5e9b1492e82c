using Angioboard.Core.Data.Frames;
using Angioboard.Core.Models;
using Angioboard.Core.Settings;
using Angioboard.Dashboard.NewRun;
using Angioboard.Jobs.Runs;

namespace Angioboard.Dashboard.Tests.NewRun;

public sealed class LaunchFormTests : IDisposable
{
    private readonly FormSample sample = new();

    public void Dispose() => sample.Dispose();

    [Fact]
    public void Every_setting_is_a_field_once()
    {
        string[] fields =
            [.. SettingField.Common.Concat(SettingField.Advanced.SelectMany(category => category)).Select(field => field.Name)];

        Assert.Equal(SettingsFile.Names.Keys.Order(), fields.Order());
        Assert.All(SettingField.All, field => Assert.NotEmpty(field.Description));
    }

    [Fact]
    public void The_phantom_study_selects_the_quick_preset_and_can_be_launched_unchanged()
    {
        LaunchForm form = sample.Form("phantom");

        LaunchPlan plan = LaunchPlan.Of(form);

        Assert.True(plan.CanLaunch, plan.WhyNot);
        RunSettings settings = Assert.Single(plan.Settings);
        Assert.Equal((30, 8, 5, "phantom"), (settings.Epochs, settings.MaxFrames, settings.NumClasses, form.Experiment));
        Assert.Equal(sample.Phantom.Split, settings.Split);
    }

    [Fact]
    public void A_dataset_fills_its_settings_and_another_one_keeps_what_was_typed()
    {
        LaunchForm form = sample.Form("phantom");
        form.Type("lr", "5e-4");
        form.Choose("Clinic B 2024");

        RunSettings settings = Assert.Single(LaunchPlan.Of(form).Settings);

        Assert.Equal((5e-4, Modality.ICGA, 40, 40), (settings.Lr, settings.Modality, settings.Strip, settings.Epochs));
        Assert.Equal(["Yes", "No"], settings.ClassNames);
        Assert.Null(settings.Patients);
        Assert.Equal("Clinic-B-2024", form.Experiment);
    }

    [Fact]
    public void Presets_that_the_user_chose_stay_when_the_dataset_changes()
    {
        LaunchForm form = sample.Form("phantom");
        form.ChoosePresets(null, LaunchPresets.Original);
        form.Choose("Clinic B 2024");
        form.Choose("phantom");

        Assert.Equal("40", form.Text("epochs"));
    }

    [Fact]
    public void Resetting_returns_to_the_preset_and_then_to_the_default()
    {
        LaunchForm form = sample.Form("phantom");
        SettingField epochs = SettingField.Find("epochs");
        form.Type(epochs, "5");
        form.Reset(epochs);
        string first = form.Text(epochs);
        form.Reset(epochs);

        Assert.Equal(("30", "40"), (first, form.Text(epochs)));
        Assert.False(form.Differs(epochs));
    }

    [Theory]
    [InlineData("lr", "-1", "lr")]
    [InlineData("lr", "fast", "lr")]
    [InlineData("lr", "", "lr")]
    [InlineData("epochs", "0", "epochs")]
    [InlineData("batch_size", "2.5", "batch_size")]
    [InlineData("num_classes", "3", "num_classes")]
    [InlineData("scale_min", "2", "scale_min")]
    [InlineData("image_size", "33", "image_size")]
    [InlineData("backbone", "resnet50", "backbone")]
    [InlineData("device", "tpu", "device")]
    public void A_value_out_of_range_or_contradictory_is_named_at_its_field(string setting, string text, string field)
    {
        LaunchForm form = sample.Form("phantom");
        form.Type(setting, text);

        LaunchPlan plan = LaunchPlan.Of(form);

        Assert.Equal([field], plan.Problems.Select(problem => problem.Key));
        Assert.False(plan.CanLaunch);
        Assert.Equal($"Fix {SettingField.Find(field).Title} to launch.", plan.WhyNot);
        Assert.Empty(plan.Settings);
    }

    [Fact]
    public void Wrong_fields_are_named_as_the_form_names_them_in_its_order()
    {
        LaunchForm form = sample.Form("phantom");
        form.Type("lr", "-1");
        form.Type("max_frames", "0");

        Assert.Equal("Fix Max frames and Learning rate to launch.", LaunchPlan.Of(form).WhyNot);
    }

    [Fact]
    public void A_form_without_data_says_what_to_do_first_and_names_no_error()
    {
        LaunchPlan none = LaunchPlan.Of(sample.Form(null), byHand: false);
        LaunchPlan phantom = LaunchPlan.Of(new LaunchForm(new LaunchDraft { Dataset = "phantom" }, _ => null));

        Assert.Equal(("Choose a dataset, or register yours under Datasets.", false), (none.WhyNot, none.CanLaunch));
        Assert.Equal(("Make the phantom dataset, or choose a dataset.", false), (phantom.WhyNot, phantom.CanLaunch));
        Assert.Empty(none.Problems);
        Assert.Empty(phantom.Problems);
    }

    [Fact]
    public void A_warm_up_without_the_cosine_scheduler_is_named_at_the_warm_up()
    {
        LaunchForm form = sample.Form("Clinic B 2024");
        form.Type("warmup_steps", "10");

        Assert.Equal(["warmup_steps"], LaunchPlan.Of(form).Problems.Select(problem => problem.Key));
    }

    [Fact]
    public void Lists_of_two_settings_make_every_pair()
    {
        LaunchForm form = sample.Form("phantom");
        form.Type("lr", "1e-4, 3e-4");
        form.Type("seed", "1-3");

        LaunchPlan plan = LaunchPlan.Of(form);

        Assert.Equal(6, plan.Runs);
        Assert.Equal(["lr", "seed"], plan.Varied);
        Assert.Equal([(1e-4, 1L), (1e-4, 2L), (1e-4, 3L), (3e-4, 1L), (3e-4, 2L), (3e-4, 3L)],
            plan.Settings.Select(settings => (settings.Lr, settings.Seed)));
    }

    [Fact]
    public void More_than_a_hundred_runs_or_lists_of_three_settings_are_refused_at_the_lists()
    {
        LaunchForm many = sample.Form("phantom"), three = sample.Form("phantom");
        many.Type("seed", "1-101");
        three.Type("seed", "1-2");
        three.Type("lr", "1e-4, 2e-4");
        three.Type("dropout", "0, 0.2");

        Assert.Contains("101 runs", Assert.Single(LaunchPlan.Of(many).Problems["seed"]), StringComparison.Ordinal);
        Assert.Equal(["dropout", "lr", "seed"], LaunchPlan.Of(three).Problems.Select(problem => problem.Key).Order());
    }

    [Fact]
    public void One_bad_value_in_a_list_is_reported_once_and_nothing_is_launched()
    {
        LaunchForm form = sample.Form("phantom");
        form.Type("lr", "1e-4, 0");
        form.Type("seed", "1, 2");

        LaunchPlan plan = LaunchPlan.Of(form);

        Assert.Single(plan.Problems["lr"]);
        Assert.Empty(plan.Settings);
    }

    [Fact]
    public void Without_a_dataset_files_must_be_named_and_exist()
    {
        LaunchForm form = sample.Form(null);
        LaunchPlan none = LaunchPlan.Of(form);
        LaunchPlan chosen = LaunchPlan.Of(form, byHand: false);
        form.Type("split", "/no/such.json");
        form.Type("datadir", "/no/such");
        LaunchPlan missing = LaunchPlan.Of(form, [("split", "is not there"), ("datadir", "is not there")]);
        form.Type("split", sample.Phantom.Split);
        form.Type("datadir", sample.Phantom.Datadir);

        Assert.Equal("Choose a dataset, or name a split file and a frame folder under Advanced.", none.FirstStep);
        Assert.Contains("register yours", chosen.FirstStep, StringComparison.Ordinal);
        Assert.False(none.CanLaunch || chosen.CanLaunch);
        Assert.Equal(["split", "datadir"], missing.Problems.Select(problem => problem.Key));
        Assert.True(LaunchPlan.Of(form).CanLaunch);
        Assert.Equal("experiment", form.Experiment);
    }

    [Fact]
    public void A_dataset_that_is_no_longer_registered_is_reported()
    {
        LaunchForm form = sample.Form("gone");

        Assert.Contains("gone is not registered", Assert.Single(LaunchPlan.Of(form).Problems["dataset"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../up")]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    public void An_experiment_that_is_not_a_folder_name_is_refused(string name)
    {
        LaunchForm form = sample.Form("phantom");
        form.Describe(draft => draft with { Experiment = name });

        Assert.Single(LaunchPlan.Of(form).Problems["experiment"]);
    }

    [Theory]
    [InlineData("ViT {foo}", "{foo} is not a setting")]
    [InlineData("ViT {lr}", null)]
    [InlineData("{Foo}", null)]
    public void A_name_that_stands_for_an_unknown_setting_is_refused_at_the_name(string name, string? problem)
    {
        LaunchForm form = sample.Form("phantom");
        form.Describe(draft => draft with { Name = name });

        LaunchPlan plan = LaunchPlan.Of(form);

        Assert.Equal(problem, plan.Problems["name"].SingleOrDefault());
        Assert.Equal(problem is null ? null : "Fix Name to launch.", plan.WhyNot);
    }

    [Fact]
    public void An_empty_field_leaves_an_optional_setting_unset_and_all_means_every_frame()
    {
        LaunchForm form = sample.Form("phantom");
        form.Type("grad_clip", "");
        form.Type("max_frames", "all");

        RunSettings settings = Assert.Single(LaunchPlan.Of(form).Settings);

        Assert.Null(settings.GradClip);
        Assert.Null(settings.MaxFrames);
    }

    [Fact]
    public void The_program_has_the_originals_defaults()
    {
        RunSettings preset = SettingsFile.Combine(Preset.Find("model", LaunchPresets.Original));

        Assert.Equal(SettingsHash.Of(SettingsRules.Resolve(new RunSettings())), SettingsHash.Of(SettingsRules.Resolve(preset)));
    }

    [Fact]
    public void Another_backbone_uses_its_own_weights_and_normalizer_with_any_preset()
    {
        LaunchForm form = sample.Form("Clinic B 2024");
        form.Type("backbone", "vit(img=32,patch=8,dim=48,depth=2,heads=3)");

        RunSettings settings = SettingsRules.Resolve(Assert.Single(LaunchPlan.Of(form).Settings));

        Assert.Equal(("none", Core.Models.NormalizerKind.Dataset), (settings.Pretrained, settings.Normalizer));
    }

    [Fact]
    public void A_search_finds_settings_by_name_label_and_description()
    {
        Assert.Contains(SettingField.All, field => field.Name == "grad_clip" && field.Matches("maximum norm"));
        Assert.Contains(SettingField.All, field => field.Name == "lr" && field.Matches("learning"));
        Assert.DoesNotContain(SettingField.All, field => field.Matches("no such words"));
    }
}
