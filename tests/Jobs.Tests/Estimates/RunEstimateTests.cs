using Angioboard.Core.Models;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Estimates;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Tests.Estimates;

public sealed class RunEstimateTests
{
    private static readonly DatasetSummary Study = new()
    {
        Name = "study",
        Stamp = "",
        Splits = [Split("train", 100, 20), Split("validation", 50, 4), Split("test", 50, 8)],
    };

    private readonly RunSettings settings = SettingsRules.Resolve(
        new RunSettings { Backbone = "vit(img=32,patch=8,dim=48,depth=2,heads=3)", MaxFrames = 10, Epochs = 3, BatchSize = 4 });

    [Fact]
    public void Operations_of_a_small_vit_match_the_published_figure()
    {
        RunSettings small = new() { Backbone = BackboneSpec.Named[1].Name, Pool = Pool.Avg };

        // 4.6 G multiply-adds (Touvron et al., arXiv:2012.12877, DeiT-S), each counted here as two operations.
        Assert.InRange(ModelCost.ForwardOperations(small) / 1e9, 8.9, 9.5);
        Assert.InRange(ModelCost.Parameters(small) / 1e6, 21, 23);
    }

    [Fact]
    public void Speed_is_the_median_of_earlier_runs_of_the_same_shape_and_device()
    {
        Run[] runs = [Earlier(1, 100), Earlier(2, 500), Earlier(3, 900), Earlier(4, 9) with { Device = "GPU-1" },
            Earlier(5, 9) with { Status = RunStatus.Failed }];

        RunEstimate estimate = RunEstimate.Of(settings, Study, runs, "cpu");

        // 1000 training frames at 500 per second, and 200 forward passes at a third of the cost.
        Assert.Equal(1000 / 500.0 + 200 / 1500.0, estimate.SecondsPerEpoch, 6);
        Assert.True(estimate.Seconds > 3 * estimate.SecondsPerEpoch);
        Assert.StartsWith("From 3 earlier runs of this backbone, image size and precision on this machine: 500 frames/s.", estimate.Basis,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_frozen_backbone_sees_each_frame_once_and_such_runs_do_not_predict_speed()
    {
        Run[] runs = [Earlier(1, 500), Earlier(2, 1e9) with { Settings = settings with { FreezeBackboneEpochs = 3 } }];
        double all = RunEstimate.Of(settings, Study, runs, "cpu").Seconds;

        double half = RunEstimate.Of(settings with { FreezeBackboneEpochs = 2 }, Study, runs, "cpu").Seconds;
        double whole = RunEstimate.Of(settings with { FreezeBackboneEpochs = 9 }, Study, runs, "cpu").Seconds;

        const double epoch = 1000 / 500.0 + 200 / 1500.0, once = 1000 / 1500.0 + 200 / 1500.0;
        Assert.Equal(all - 2 * epoch + once, half, 6);
        Assert.Equal(all - 3 * epoch + once, whole, 6);
    }

    [Fact]
    public void Runs_of_other_shapes_are_scaled_by_their_operations()
    {
        Run other = Earlier(1, 100) with { Settings = settings with { Backbone = "vit(img=32,patch=8,dim=96,depth=4,heads=3)" } };

        RunEstimate estimate = RunEstimate.Of(settings, Study, [other], "cpu");

        Assert.True(estimate.SecondsPerEpoch < 1000 / 100.0 / 4);
        Assert.Contains("with models of similar size on this machine", estimate.Basis, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_of_a_far_smaller_model_do_not_predict_a_large_one()
    {
        RunSettings small = SettingsRules.Resolve(settings with { Backbone = BackboneSpec.Named[1].Name, ImageSize = null });

        RunEstimate estimate = RunEstimate.Of(small, Study, [Earlier(1, 100)], "cpu");

        Assert.Equal(RunEstimate.Of(small, Study, [], "cpu"), estimate);
        Assert.DoesNotContain(" 0.0 frames/s", estimate.Basis, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_of_the_other_precision_count_as_another_shape()
    {
        RunEstimate estimate = RunEstimate.Of(settings with { Precision = Precision.Bf16 }, Study, [Earlier(1, 100)], "cpu");

        Assert.StartsWith("From an earlier run with models of similar size on this machine", estimate.Basis, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_earlier_runs_the_measured_speed_is_used_or_else_an_assumed_one()
    {
        RunSettings one = settings with { Threads = 1 };
        DeviceSpeed speed = new("a processor", Threads: 4, Operations: 4e11, DateTimeOffset.UnixEpoch);

        RunEstimate assumed = RunEstimate.Of(one, Study, [], "cpu"), measured = RunEstimate.Of(one, Study, [], "cpu", speed);
        RunEstimate known = RunEstimate.Of(one, Study, [Earlier(1, 100)], "cpu", speed);

        const string rough = "Rough guess (within a factor of 3): no similar run has finished on this machine yet. From ";
        Assert.StartsWith($"{rough}20 GFLOP/s, assumed: ", assumed.Basis, StringComparison.Ordinal);
        Assert.StartsWith($"{rough}100 GFLOP/s, measured: ", measured.Basis, StringComparison.Ordinal);
        Assert.Equal(assumed.SecondsPerEpoch / 5, measured.SecondsPerEpoch, 6);
        Assert.StartsWith("From an earlier run", known.Basis, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_grows_with_the_batch_and_the_frames_of_an_exam()
    {
        long few = RunEstimate.Of(settings, Study, [], "cpu").PeakMemory;
        long batch = RunEstimate.Of(settings with { BatchSize = 64 }, Study, [], "cpu").PeakMemory;
        long frames = RunEstimate.Of(settings with { BatchSize = 64, MaxFrames = null }, Study, [], "cpu").PeakMemory;

        Assert.True(few < batch && batch < frames);
    }

    private static SplitCounts Split(string name, int exams, int frames) =>
        new() { Name = name, Classes = [exams], FramesPerExam = new Dictionary<int, int> { [frames] = exams } };

    private Run Earlier(int key, double framesPerSecond) => new()
    {
        Id = $"study/Train_{key}",
        Key = key,
        Folder = "/nowhere",
        Owner = "ada",
        Settings = settings,
        Created = DateTimeOffset.UnixEpoch,
        SettingsHash = "",
        Status = RunStatus.Finished,
        Device = "cpu",
        FramesPerSecond = framesPerSecond,
    };
}
