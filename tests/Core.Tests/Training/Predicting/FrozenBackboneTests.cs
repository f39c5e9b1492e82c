using Angioboard.Core.Data.Batches;
using Angioboard.Core.Data.Cache;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Models;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Core.Training;
using Angioboard.Core.Training.Checkpoints;
using Angioboard.Core.Training.Predicting;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Training.Predicting;

/// <summary>Epochs with a frozen backbone. Run alone in the process, since dropout uses torch's global generator.</summary>
[Collection(nameof(TrainerTests))]
public sealed class FrozenBackboneTests(TinyStudy study) : IClassFixture<TinyStudy>
{
    [Fact]
    public void Each_frame_passes_the_backbone_once_in_any_number_of_epochs()
    {
        RunSettings settings = study.Settings;
        IReadOnlyList<Exam> exams = study.Index(settings).Splits[0].Exams;
        FrameCache cache = new(settings.FrameOptions());
        using ViTGru model = ModelFactory.Create(settings, ChannelStatistics.Grey(0.5, 0.5));
        long passed = 0;
        FrameEmbedder embedder = Counting(model, cache, settings, count => passed += count);
        using FrozenBackbone backbone = new(model, embedder, CPU);

        for (int epoch = 0; epoch < 3; epoch++) Assert.NotNull(backbone.Of(exams, null, TestContext.Current.CancellationToken));

        Assert.Equal(exams.Sum(exam => (long)cache.Count(exam)), passed);
        backbone.Forget();
        backbone.Of(exams, null, TestContext.Current.CancellationToken);
        Assert.Equal(2 * exams.Sum(exam => (long)cache.Count(exam)), passed);
    }

    [Theory]
    [InlineData(FrozenBackbone.MostBytes)]
    [InlineData(0)]
    public void Its_batches_are_the_loader_s_with_embeddings_cached_or_not(long most)
    {
        RunSettings settings = study.Settings;
        IReadOnlyList<Exam> exams = study.Index(settings).Splits[0].Exams;
        FrameCache cache = new(settings.FrameOptions());
        using ViTGru model = ModelFactory.Create(settings, ChannelStatistics.Grey(0.5, 0.5));
        int[] order = new SeededRandom(1, "order").Permutation(exams.Count);
        using FrozenBackbone backbone = new(model, Counting(model, cache, settings, _ => { }), CPU, most);
        ExamLoader loader = new(exams, cache, 3);

        Assert.Equal(most > 0, backbone.Of(exams, null, TestContext.Current.CancellationToken) is not null);
        ExamBatch[] embedded = [.. backbone.Load(exams, loader, order, 3, firstBatch: 1)];

        ExamBatch[] frames = [.. loader.Load(order, firstBatch: 1, cancellation: TestContext.Current.CancellationToken)];
        Assert.Equal(frames.Length, embedded.Length);
        foreach ((ExamBatch given, ExamBatch made) in frames.Zip(embedded))
        {
            using DisposeScope scope = NewDisposeScope();
            AssertTensors.Close(model.Embed(given.Frames), made.Frames, 1e-6);
            Assert.Equal(given.Lengths, made.Lengths);
            Assert.Equal(given.Labels, made.Labels);
            Assert.Equal(given.Names, made.Names);
            Assert.False(made.Frames.requires_grad);
            given.Dispose();
            made.Dispose();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_interrupted_in_a_frozen_epoch_ends_with_the_same_bytes_whether_embeddings_are_shared_or_not(bool shared)
    {
        using TemporaryFolder results = new(), cache = new();
        FrameCacheFolder? Store() => shared ? new(new FrameCacheOptions(cache.Path)) : null;
        RunSettings settings = study.Settings with { FreezeBackboneEpochs = 2, Epochs = 3, BatchSize = 2 };

        RunFolder whole = Train(settings, results, null, null);
        using CancellationTokenSource first = new(), second = new();
        RunFolder folder = Train(settings, results, null, new StopAt(3, first), first, Store());
        using (ResumePoint point = ResumePoint.Find(folder, settings, RunHistory.Of(folder.Metrics), _ => { })!)
        {
            Assert.Equal((0, 3), (point.State.Epoch, point.State.Batch));
            Train(settings, results, (folder, point), new StopAt(Batches(settings) + 2, second), second, Store());
        }
        using (ResumePoint point = ResumePoint.Find(folder, settings, RunHistory.Of(folder.Metrics), _ => { })!)
        {
            Assert.Equal((1, 2), (point.State.Epoch, point.State.Batch));
            Train(settings, results, (folder, point), null, null, Store());
        }
        RunFolder other = Train(settings, results, null, null, null, Store());

        Assert.Equal(shared, Directory.GetFiles(cache.Path, "*.embeddings").Length > 0);
        Assert.Equal(File.ReadAllBytes(whole.LastCheckpoint), File.ReadAllBytes(other.LastCheckpoint));
        Assert.Equal(File.ReadAllBytes(whole.LastCheckpoint), File.ReadAllBytes(folder.LastCheckpoint));
        Assert.Equal(File.ReadAllBytes(whole.BestCheckpoint!), File.ReadAllBytes(folder.BestCheckpoint!));
    }

    [Fact]
    public void A_run_stopped_while_exams_are_embedded_can_continue()
    {
        using TemporaryFolder results = new();
        using CancellationTokenSource stopped = new();
        stopped.Cancel();
        RunSettings settings = study.Settings with { FreezeBackboneEpochs = 1, Epochs = 2 };

        RunFolder whole = Train(settings, results, null, null);
        RunFolder folder = Train(settings, results, null, null, stopped);
        using ResumePoint point = ResumePoint.Find(folder, settings, RunHistory.Of(folder.Metrics), _ => { })!;
        Assert.Equal(0, point.State.Step);
        Train(settings, results, (folder, point), null);

        Assert.Equal(File.ReadAllBytes(whole.LastCheckpoint), File.ReadAllBytes(folder.LastCheckpoint));
    }

    [Fact]
    public void After_the_first_frozen_epoch_no_frame_is_read_again()
    {
        using TemporaryFolder results = new();
        using TinyStudy own = new();
        RunSettings settings = own.Settings with { FreezeBackboneEpochs = 3, Epochs = 3, BatchSize = 4 };
        int batches = Batches(settings);

        RunFolder folder = Train(own, settings, results, null, new RemoveFramesAfter(batches, own.Folder), null, byteLimit: 0);

        Assert.False(Directory.EnumerateFiles(own.Folder, "*.jpg", SearchOption.AllDirectories).Any());
        Assert.Equal(3, RunHistory.Of(folder.Metrics).Epochs.Count);
    }

    private int Batches(RunSettings settings) =>
        (int)Math.Ceiling((double)study.Index(settings).Splits.First(split => split.Name == "train").Exams.Count / settings.BatchSize);

    private static FrameEmbedder Counting(ViTGru model, FrameCache cache, RunSettings settings, Action<long> passed) => new(
        frames =>
        {
            passed(frames.shape[0]);
            return model.Embed(frames);
        },
        model.Spec.Backbone.Dim, 4, cache, settings, CPU);

    private RunFolder Train(RunSettings settings, TemporaryFolder results, (RunFolder, ResumePoint)? from,
        IProgress<StageProgress>? progress, CancellationTokenSource? stop = null, FrameCacheFolder? store = null) =>
        Train(study, settings, results, from, progress, stop, byteLimit: null, store);

    private static RunFolder Train(
        TinyStudy study, RunSettings settings, TemporaryFolder results, (RunFolder Folder, ResumePoint Point)? from,
        IProgress<StageProgress>? progress,
        CancellationTokenSource? stop, long? byteLimit, FrameCacheFolder? store = null)
    {
        torch.set_num_threads(settings.Threads!.Value);
        TrainingData data = new(study.Index(settings), new FrameCache(settings.FrameOptions(), byteLimit, store));
        using ViTGru model = ModelFactory.Create(settings, ChannelStatistics.Grey(0.5, 0.5));
        if (from is { } start) ModelFactory.Load(model, start.Point.Checkpoint.StateDict, start.Point.Path);
        RunFolder folder = from?.Folder ?? RunFolder.Create(results.Path);
        using MetricsLog log = MetricsLog.Continue(folder.Metrics, RunHistory.Of(folder.Metrics), TimeProvider.System);
        new Trainer(settings, folder, model, data, CPU, log, TimeProvider.System, from?.Point)
            .Run(progress, stop?.Token ?? TestContext.Current.CancellationToken);
        return folder;
    }

    private sealed class StopAt(int batch, CancellationTokenSource stop) : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
            if (value.Done >= batch) stop.Cancel();
        }
    }

    private sealed class RemoveFramesAfter(int batches, string folder) : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
            if (value.Done <= batches) return;
            foreach (string frame in Directory.GetFiles(folder, "*.jpg", SearchOption.AllDirectories)) File.Delete(frame);
        }
    }
}
