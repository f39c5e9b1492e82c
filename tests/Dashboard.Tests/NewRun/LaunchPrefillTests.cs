using Angioboard.Core.Settings;
using Angioboard.Dashboard.NewRun;
using Angioboard.Jobs.Runs;

namespace Angioboard.Dashboard.Tests.NewRun;

public sealed class LaunchPrefillTests : IDisposable
{
    private readonly FormSample sample = new();

    public void Dispose() => sample.Dispose();

    [Fact]
    public void A_preset_named_by_a_browser_is_one_of_the_programs_and_never_a_file()
    {
        string file = Path.Combine(sample.Phantom.Datadir, "preset.json");
        File.WriteAllText(file, """{"epochs": 3}""");

        LaunchForm form = new(new LaunchDraft { DataPreset = file, ModelPreset = file }, sample.Find);
        form.Choose("Clinic B 2024");
        LaunchDraft filled = LaunchAddress.Fill(new LaunchDraft(), $"http://box/new?preset={file}&data={file}", sample.Find);

        Assert.Equal((null, LaunchPresets.Original), (form.Draft.DataPreset, form.Draft.ModelPreset));
        Assert.Null(filled.DataPreset ?? filled.ModelPreset);
        Assert.DoesNotContain(file, form.Command(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_fills_the_form()
    {
        LaunchDraft draft = LaunchAddress.Fill(
            new LaunchDraft { ModelPreset = LaunchPresets.Original },
            "http://box/new?dataset=phantom&lr=3e-4,1e-4&preset=temporal-vitgru&tags=night&nonsense=1", sample.Find);
        LaunchForm form = new(draft, sample.Find);

        Assert.Equal(("phantom", "3e-4,1e-4", "40", "night"), (draft.Dataset, form.Text("lr"), form.Text("epochs"), draft.Tags));
        Assert.Equal(2, LaunchPlan.Of(form).Runs);
    }

    [Theory]
    [InlineData("split=/etc/hostname&datadir=/tmp")]
    [InlineData("split=/etc/hostname")]
    [InlineData("datadir=/tmp")]
    public void An_address_that_names_files_does_not_train_on_a_dataset_instead(string files)
    {
        LaunchDraft draft = LaunchAddress.Fill(new LaunchDraft { Dataset = "phantom" }, $"http://box/new?{files}&epochs=1", sample.Find);

        LaunchForm form = new(draft, sample.Find);

        Assert.Null(form.Dataset ?? sample.Find(draft.Dataset ?? ""));
        Assert.All(form.Paths().Where(path => files.Contains($"{path.Key}=", StringComparison.Ordinal)),
            path => Assert.Contains($"{path.Key}={path.Value}", files, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("dataset=phantom&split=/etc/hostname&datadir=/tmp", "a split file and a frame folder")]
    [InlineData("dataset=phantom&split=/etc/hostname", "a split file")]
    [InlineData("dataset=gone&split=/etc/hostname", null)]
    [InlineData("dataset=&split=/etc/hostname", null)]
    [InlineData("dataset=phantom", null)]
    public void Files_beside_a_dataset_in_an_address_are_said_to_be_unused(string query, string? named)
    {
        string? unused = LaunchAddress.Unused($"http://box/new?{query}", sample.Find);
        string? own = LaunchAddress.Unused($"http://box/new?dataset=phantom&split={sample.Phantom.Split}", sample.Find);

        Assert.Equal(named is null ? null
            : $"The address names the dataset phantom and also {named}. The dataset's own files are used.", unused);
        Assert.Null(own);
    }

    [Fact]
    public void A_decimal_comma_in_an_address_launches_nothing()
    {
        LaunchDraft draft = LaunchAddress.Fill(new LaunchDraft(), "http://box/new?dataset=phantom&weight_decay=0,01&epochs=1", sample.Find);

        LaunchPlan plan = LaunchPlan.Of(new LaunchForm(draft, sample.Find));

        Assert.Equal((false, 1), (plan.CanLaunch, plan.Runs));
        Assert.Equal(["0,01 is ambiguous; write 0.01 for one number, or 0, 01 (with a space after the comma) for several"],
            plan.Problems["weight_decay"]);
        Assert.Single(plan.Problems);
    }

    [Theory]
    [InlineData("phantom", "lr", "5e-4")]
    [InlineData("phantom", "max_frames", "all")]
    [InlineData("phantom", "grad_clip", "")]
    [InlineData("Clinic B 2024", "backbone", "vit(img=32,patch=8,dim=48,depth=2,heads=3)")]
    [InlineData("Clinic B 2024", "normalizer", "imagenet")]
    [InlineData(null, "seed", "7")]
    public void A_clone_has_all_settings_of_its_run(string? dataset, string setting, string text)
    {
        LaunchForm original = sample.Form(dataset);
        if (dataset is null)
        {
            original.Type("split", sample.Phantom.Split);
            original.Type("datadir", sample.Phantom.Datadir);
        }
        original.Type(setting, text);
        Run run = RunOf(SettingsRules.Resolve(Assert.Single(LaunchPlan.Of(original).Settings)), dataset);

        LaunchForm clone = new(LaunchClone.Of(run, sample.Find), sample.Find);

        RunSettings settings = SettingsRules.Resolve(Assert.Single(LaunchPlan.Of(clone).Settings));
        Assert.Equal(SettingsFile.ToJson(run.Settings).ToJsonString(), SettingsFile.ToJson(settings).ToJsonString());
        Assert.Equal((dataset, "a note", "night, big", run.Id),
            (clone.Draft.Dataset, clone.Draft.Note, clone.Draft.Tags, clone.Draft.ClonedFrom));
    }

    [Fact]
    public void A_clone_of_a_run_with_a_preset_has_that_preset_and_the_runs_own_change()
    {
        LaunchForm original = sample.Form("phantom");
        original.Type("lr", "5e-4");
        Run run = RunOf(SettingsRules.Resolve(Assert.Single(LaunchPlan.Of(original).Settings)), "phantom");

        LaunchDraft clone = LaunchClone.Of(run, sample.Find);

        Assert.Equal("phantom-quick", clone.ModelPreset);
        Assert.Equal(["lr"], clone.Typed.Keys);
    }

    [Fact]
    public void A_draft_survives_as_json()
    {
        LaunchForm form = sample.Form("phantom");
        form.Type("lr", "oops");
        form.Describe(draft => draft with { Note = "half" });

        string json = System.Text.Json.JsonSerializer.Serialize(form.Draft);
        LaunchForm again = new(System.Text.Json.JsonSerializer.Deserialize<LaunchDraft>(json)!, sample.Find);

        Assert.Equal(("oops", "half", "30"), (again.Text("lr"), again.Draft.Note, again.Text("epochs")));
    }

    private static Run RunOf(RunSettings settings, string? dataset) => new()
    {
        Id = "night/Train_3",
        Key = 3,
        Folder = "/gone/night/Train_3",
        Owner = "ada",
        Settings = settings,
        Created = DateTimeOffset.UnixEpoch,
        SettingsHash = SettingsHash.Of(settings),
        Dataset = dataset,
        Note = "a note",
        Tags = ["night", "big"],
    };
}
