using Angioboard.Core;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Tests.Queue;

namespace Angioboard.Jobs.Tests.Launches;

/// <summary>A launch is refused for what would fail when the run gets its device, and warns of what would surprise.</summary>
public sealed class LaunchPreflightTests(SharedStudy study) : IAsyncLifetime
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
    public async Task Weights_that_a_run_could_not_find_refuse_its_launch()
    {
        RunSettings settings = rig.Settings() with { Backbone = "vit_tiny_patch16_224.augreg_in21k" };

        string problem = Assert.Single(await RefusedAsync(settings));

        Assert.StartsWith("pretrained: the weights timm/vit_tiny_patch16_224.augreg_in21k are not on this machine", problem,
            StringComparison.Ordinal);
        Assert.Empty(rig.Runs.All);
        await LaunchAsync(settings with { Pretrained = "none" });
        Assert.Single(rig.Runs.All);
    }

    [Fact]
    public async Task Weights_in_the_cache_or_to_start_from_need_no_hub()
    {
        RunSettings settings = rig.Settings() with { Backbone = "vit_tiny_patch16_224.augreg_in21k" };
        string start = folder.File("start.ckpt");
        await File.WriteAllTextAsync(start, "not looked at", Cancellation);

        PreflightReport other = await LookAsync(settings with { InitWeight = start });
        string place = Path.Combine(rig.Hub.CacheFolder, "models--timm--vit_tiny_patch16_224.augreg_in21k", "snapshots", "main");
        Directory.CreateDirectory(place);
        await File.WriteAllTextAsync(Path.Combine(place, "model.safetensors"), "", Cancellation);
        PreflightReport cached = await LookAsync(settings);

        Assert.Empty(other.Problems);
        Assert.Empty(cached.Problems);
    }

    [Fact]
    public async Task A_batch_larger_than_the_training_split_is_refused_with_both_numbers()
    {
        string problem = Assert.Single(await RefusedAsync(rig.Settings() with { BatchSize = 200 }));

        Assert.Matches("^batch_size: 200 is more than the [0-9]+ exams of the training split; choose at most [0-9]+$", problem);
    }

    [Fact]
    public async Task An_expression_for_patients_that_no_run_could_use_is_refused()
    {
        string problem = Assert.Single(await RefusedAsync(rig.Settings() with { Patients = @"(\d+)_[LR" }));

        Assert.StartsWith("patients: ", problem, StringComparison.Ordinal);
        Assert.Contains("a [ has no ], at character 9", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_too_small_for_the_checkpoints_is_a_warning()
    {
        RunSettings large = Known() with { Backbone = "vit_large_patch16_224", Pretrained = "none" };
        rig.FreeBytes = 4_000_000_000;

        string warning = Assert.Single(Preflight.Warnings([large]));

        Assert.Matches("^The checkpoints need about [0-9.]+ GB, and the results disk has 4.0 GB free; below 1.0 GB trainers wait.$",
            warning);
        Assert.Empty(Preflight.Warnings([Known()]));
    }

    [Fact]
    public void Unknown_patients_are_a_warning()
    {
        string warning = Assert.Single(Preflight.Warnings([Known(), rig.Settings()]));

        Assert.StartsWith("Patients are not known: intervals will count each exam as a patient", warning, StringComparison.Ordinal);
        Assert.Empty(Preflight.Warnings([Known()]));
    }

    [Fact]
    public void A_run_of_days_is_a_warning()
    {
        QueueSetup setup = new() { Devices = () => [], Estimate = run => TimeSpan.FromDays(run.Epochs), FreeBytes = _ => long.MaxValue };
        LaunchPreflight preflight = new(setup, new AngioboardOptions { DataFolder = folder.Path }, TimeProvider.System);

        Assert.Empty(preflight.Warnings([Known(epochs: 1)]));
        Assert.StartsWith("The run is expected to take about 3 days.", Assert.Single(preflight.Warnings([Known(epochs: 3)])),
            StringComparison.Ordinal);
        Assert.StartsWith("2 of the runs are expected to take up to 9 days.",
            Assert.Single(preflight.Warnings([Known(1), Known(3), Known(9)])), StringComparison.Ordinal);
    }

    private LaunchPreflight Preflight => rig.Get<LaunchPreflight>();

    private Task<PreflightReport> LookAsync(RunSettings settings) => Preflight.LookAsync([settings], Cancellation);

    private Task<IReadOnlyList<Run>> LaunchAsync(RunSettings settings) =>
        rig.Control.LaunchAsync(Actor.Owner("ada"), new LaunchRequest { Settings = [settings], Experiment = "demo" }, Cancellation);

    private async Task<IReadOnlyList<string>> RefusedAsync(RunSettings settings) =>
        (await Assert.ThrowsAsync<InputException>(() => LaunchAsync(settings))).Problems;

    private RunSettings Known(int epochs = 2) => rig.Settings(epochs) with { Patients = "^(.*)_[LR]$" };
}
