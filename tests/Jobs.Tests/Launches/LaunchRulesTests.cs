using Angioboard.Core;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Tests.Queue;

namespace Angioboard.Jobs.Tests.Launches;

/// <summary>A terminal's launch is refused for what the form refuses, in the same words.</summary>
public sealed class LaunchRulesTests(SharedStudy study) : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private QueueRig rig = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => rig = await new QueueRig(folder, study) { Devices = [] }.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await rig.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Every_file_that_the_settings_name_must_be_there()
    {
        string gone = Path.Combine(study.Folder, "gone");
        Dictionary<string, string> named = new()
        {
            ["split"] = $"{gone}.json",
            ["datadir"] = gone,
            ["patients"] = $"{gone}.csv",
            ["pretrained"] = $"{gone}.safetensors",
            ["init_weight"] = $"{gone}.ckpt",
        };
        RunSettings settings = PathSettings.Change(
            rig.Settings() with { Patients = "", Pretrained = "", InitWeight = "" }, (name, _) => named[name]);

        IReadOnlyList<string> problems = await RefusedAsync(Request(settings));

        Assert.Equal(named.Keys, problems.Select(problem => LaunchGrid.Split(problem).Setting));
        Assert.All(problems, problem => Assert.EndsWith(" of this box", problem, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_expression_for_patients_needs_a_group()
    {
        const string patients = "_[LR]$";

        IReadOnlyList<string> problems = await RefusedAsync(Request(rig.Settings() with { Patients = patients }));

        Dictionary<string, string> form = new() { ["patients"] = patients };
        IReadOnlyList<(string Setting, string Text)> shown = rig.Get<LaunchPaths>().Problems(form, administrator: true);
        Assert.Equal(shown.Select(problem => $"{problem.Setting}: {problem.Text}"), problems);
    }

    [Fact]
    public async Task A_dataset_must_be_registered_and_be_the_one_that_the_settings_name()
    {
        Dataset other = new()
        {
            Name = "other",
            Split = folder.File("other.json"),
            Datadir = folder.Path,
            ClassNames = ["a", "b"],
            Owner = "ada",
            Registered = DateTimeOffset.UnixEpoch,
        };
        rig.Get<DatasetStore>().Put(other);
        rig.Get<DatasetStore>().Put(other with { Name = "own", Split = study.Split, Datadir = study.Folder });
        LaunchRequest request = Request(rig.Settings());

        string gone = Assert.Single(await RefusedAsync(request with { Dataset = "gone" }));
        string wrong = Assert.Single(await RefusedAsync(request with { Dataset = "other" }));
        Run run = Assert.Single(await LaunchAsync(request with { Dataset = "own" }));

        Assert.Equal("dataset: gone is not registered; choose another dataset", gone);
        Assert.StartsWith($"dataset: other has the split file {other.Split} and the frame folder {folder.Path}", wrong,
            StringComparison.Ordinal);
        Assert.Equal("own", run.Dataset);
    }

    [Fact]
    public async Task More_runs_than_the_form_allows_are_refused()
    {
        LaunchGrid grid = LaunchGrid.Of(SettingsFile.ToJson(rig.Settings()), [("seed", "1-101")]);
        RunSettings[] settings = [.. Enumerable.Range(0, 101).Select(seed => rig.Settings() with { Seed = seed })];

        string problem = Assert.Single(await RefusedAsync(Request(settings)));

        Assert.Equal("settings: 101 runs; at most 100 can be launched at once", problem);
        Assert.Equal(("seed", "the values make 101 runs; at most 100 can be launched at once"), Assert.Single(grid.Problems));
    }

    [Fact]
    public async Task Texts_are_kept_without_spaces_around_them_and_each_tag_once()
    {
        LaunchRequest request = Request(rig.Settings()) with { Name = " ", Note = " why\n", Tags = [" a", "A", "", "b"] };

        Run run = Assert.Single(await LaunchAsync(request));

        Assert.Null(run.Name);
        Assert.Equal("why", run.Note);
        Assert.Equal(["a", "b"], run.Tags);
    }

    private static LaunchRequest Request(params IReadOnlyList<RunSettings> settings) => new() { Settings = settings, Experiment = "demo" };

    [Fact]
    public async Task Each_run_of_a_launch_has_its_own_values_in_its_name()
    {
        RunSettings settings = rig.Settings();
        LaunchRequest request = Request(settings) with { Settings = [settings with { Seed = 1 }, settings with { Seed = 2 }] };

        IReadOnlyList<Run> runs = await LaunchAsync(request with { Name = "seed {seed}" });

        Assert.Equal(["seed 1", "seed 2"], runs.Select(run => run.Name));
        Assert.Contains("\"seed 2\"", File.ReadAllText(Path.Combine(runs[1].Folder, "launch.json")), StringComparison.Ordinal);
    }

    private Task<IReadOnlyList<Run>> LaunchAsync(LaunchRequest request) =>
        rig.Control.LaunchAsync(Actor.Owner("ada"), request, Cancellation);

    private async Task<IReadOnlyList<string>> RefusedAsync(LaunchRequest request)
    {
        InputException refused = await Assert.ThrowsAsync<InputException>(() => LaunchAsync(request));
        Assert.Empty(rig.Runs.All);
        return refused.Problems;
    }
}
