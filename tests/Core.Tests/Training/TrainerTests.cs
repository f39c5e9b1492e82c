using System.Text.Json;
using Angioboard.Core.Data.Cache;
using Angioboard.Core.Models;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Core.Training;
using Angioboard.Core.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Training;

/// <summary>The training loop. Runs alone in the process, since tensors are counted in all of it.</summary>
[Collection(nameof(TrainerTests))]
[CollectionDefinition(nameof(TrainerTests), DisableParallelization = true)]
public sealed class TrainerTests(TinyStudy study) : IClassFixture<TinyStudy>
{
    [Fact]
    public void Memory_stays_constant_over_300_steps()
    {
        using TemporaryFolder results = new();
        RunSettings settings = study.Settings with { Epochs = 90, BatchSize = 2 };
        List<(long Tensors, long Resident)> marks = [];

        (TrainingStatus status, Trainer trainer, _) = Train(settings, results, new Marker(marks));

        Assert.Equal(TrainingStatus.Finished, status);
        Assert.True(trainer.State.Step >= 300, $"{trainer.State.Step} steps");
        (long Tensors, long Resident)[] late = marks.Skip(marks.Count / 3).ToArray();
        Assert.Equal(late[0].Tensors, late[^1].Tensors);
        long grown = late[^1].Resident - late[0].Resident;
        Assert.True(grown < 32 << 20, $"resident memory grew by {grown >> 20} MiB");
    }

    [Fact]
    public void A_loss_that_is_not_finite_ends_the_run_at_that_step_and_keeps_the_last_good_checkpoint()
    {
        using TemporaryFolder results = new();
        RunSettings settings = study.Settings with { Lr = 100, Scheduler = SchedulerKind.Cosine, WarmupSteps = 1_000_000, Epochs = 4 };
        (_, _, RunFolder good) = Train(settings with { Epochs = 1 }, results, null);
        byte[] before = File.ReadAllBytes(good.LastCheckpoint);

        (TrainingStatus status, Trainer trainer, RunFolder folder) =
            Train(settings with { Lr = 1e30, Scheduler = SchedulerKind.None, WarmupSteps = 0 }, results, null);

        Assert.Equal(TrainingStatus.Diverged, status);
        JsonElement last = JsonDocument.Parse(File.ReadLines(folder.Metrics).Last()).RootElement;
        Assert.Equal(("status", "diverged"), (last.GetProperty("type").GetString(), last.GetProperty("status").GetString()));
        Assert.Equal(1e30, last.GetProperty("lr").GetDouble());
        Assert.Equal(trainer.State.Step, last.GetProperty("step").GetInt64());
        Assert.Null(folder.BestCheckpoint);
        Assert.Equal(before, File.ReadAllBytes(good.LastCheckpoint));
    }

    [Fact]
    public void A_frozen_backbone_keeps_its_weights_while_the_head_learns()
    {
        using TemporaryFolder results = new();
        RunSettings settings = study.Settings with { FreezeBackboneEpochs = 2 };
        using ViTGru start = ModelFactory.Create(settings, ChannelStatistics.Grey(0.5, 0.5));

        (_, _, RunFolder folder) = Train(settings, results, null);

        using Checkpoint end = Checkpoint.Read(folder.LastCheckpoint);
        Dictionary<string, Tensor> before = start.state_dict();
        Assert.All(before.Keys.Where(name => name.StartsWith("backbone.", StringComparison.Ordinal)),
            name => AssertTensors.Close(before[name], end.StateDict[name], 0));
        Assert.NotEqual(before["classifier.weight"].data<float>().ToArray(), end.StateDict["classifier.weight"].data<float>().ToArray());
    }

    [Fact]
    public void Early_stopping_ends_after_that_many_epochs_without_improvement()
    {
        using TemporaryFolder results = new();
        RunSettings settings =
            study.Settings with { Epochs = 60, Lr = 1e-9, CheckpointMetric = CheckpointMetric.MaxF1Macro, EarlyStoppingPatience = 3 };

        (TrainingStatus status, Trainer trainer, _) = Train(settings, results, null);

        Assert.Equal(TrainingStatus.Finished, status);
        Assert.Equal(trainer.State.BestEpoch + 3, trainer.Epochs[^1].Epoch);
    }

    [Fact]
    public void Stopping_saves_the_runs_state_within_the_epoch()
    {
        using TemporaryFolder results = new();
        using CancellationTokenSource stop = new();
        RunSettings settings = study.Settings with { BatchSize = 1, Epochs = 5 };

        (TrainingStatus status, _, RunFolder folder) = Train(settings, results, new StopAt(3, stop), stop);

        using Checkpoint checkpoint = Checkpoint.Read(folder.LastCheckpoint);
        Assert.Equal(TrainingStatus.Stopped, status);
        Assert.Equal(3, checkpoint.GlobalStep);
        IDictionary<object, object?> state = Assert.IsAssignableFrom<IDictionary<object, object?>>(checkpoint.Entries["angioboard"]);
        Assert.Equal(3L, state["batch"]);
    }

    [Fact]
    public void Accumulated_gradients_of_two_batches_equal_those_of_the_combined_batch()
    {
        using TemporaryFolder results = new();
        RunSettings whole =
            study.Settings with { BatchSize = 8, Epochs = 1, Shuffle = false, Augmentations = false, Dropout = 0, BalanceClasses = false };
        int exams = study.Index(whole).Splits[0].Exams.Count;
        RunSettings all = whole with { BatchSize = exams }, parts = whole with { BatchSize = exams / 2, AccumulateGradBatches = 2 };
        Assert.Equal(0, exams % 2);

        (_, _, RunFolder one) = Train(all, results, null);
        (_, _, RunFolder two) = Train(parts, results, null);

        using Checkpoint a = Checkpoint.Read(one.LastCheckpoint), b = Checkpoint.Read(two.LastCheckpoint);
        Assert.Equal(1, b.GlobalStep);
        AssertTensors.Close(a.StateDict["classifier.weight"], b.StateDict["classifier.weight"], 1e-5);
        AssertTensors.Close(a.StateDict["backbone.blocks.0.attn.qkv.weight"], b.StateDict["backbone.blocks.0.attn.qkv.weight"], 1e-4);
    }

    private (TrainingStatus Status, Trainer Trainer, RunFolder Folder) Train(
        RunSettings settings, TemporaryFolder results, IProgress<StageProgress>? progress, CancellationTokenSource? stop = null)
    {
        torch.set_num_threads(settings.Threads!.Value);
        TrainingData data = new(study.Index(settings), new FrameCache(settings.FrameOptions()));
        using ViTGru model = ModelFactory.Create(settings, ChannelStatistics.Grey(0.5, 0.5));
        RunFolder folder = RunFolder.Create(results.Path);
        using MetricsLog log = new(folder.Metrics, TimeProvider.System);
        Trainer trainer = new(settings, folder, model, data, CPU, log, TimeProvider.System);
        return (trainer.Run(progress, stop?.Token ?? TestContext.Current.CancellationToken), trainer, folder);
    }

    private sealed class Marker(List<(long, long)> marks) : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
            if (value.Done % 10 != 0) return;
            GC.Collect();
            GC.WaitForPendingFinalizers();
            marks.Add((Tensor.TotalCount, Environment.WorkingSet));
        }
    }

    private sealed class StopAt(int batch, CancellationTokenSource stop) : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
            if (value.Done >= batch) stop.Cancel();
        }
    }
}
