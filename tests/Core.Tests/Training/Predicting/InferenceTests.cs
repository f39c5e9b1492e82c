using System.ComponentModel;
using Angioboard.Core.Data.Cache;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Devices;
using Angioboard.Core.Models;
using Angioboard.Core.Settings;
using Angioboard.Core.Training.Checkpoints;
using Angioboard.Core.Training.Predicting;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Training.Predicting;

/// <summary>Prediction in chunks of frames.</summary>
public sealed class InferenceTests(TinyStudy study) : IClassFixture<TinyStudy>
{
    private static readonly ChannelStatistics Statistics = ChannelStatistics.Grey(0.5, 0.5);

    [Fact]
    public void Predictions_and_loss_equal_those_of_one_batch_after_another()
    {
        RunSettings settings = study.Settings with { BatchSize = 3, MaxFrames = null };
        IReadOnlyList<Exam> exams = study.Index(settings).Splits[0].Exams;
        FrameCache cache = new(settings.FrameOptions());
        using ViTGru model = ModelFactory.Create(settings, Statistics);
        using SplitLoss loss = new(exams, settings, model.Spec.Classes, CPU);
        List<int> told = [];

        InferenceResult result = new Inference(model, cache, settings, CPU)
            .Run(exams, loss, told.Add, TestContext.Current.CancellationToken);

        (double[][] rows, double mean) = ByBatch(model, cache, settings, exams, loss);
        Assert.Equal(exams.Select(exam => (exam.Name, exam.Label)),
            result.Predictions.Select(prediction => (prediction.Exam, prediction.Label)));
        Assert.All(rows.Zip(result.Predictions),
            pair => Assert.All(pair.First.Zip(pair.Second.Probabilities), p => Assert.Equal(p.First, p.Second, 1e-6)));
        Assert.Equal(mean, result.Loss!.Value, 1e-6);
        Assert.Equal(exams.Count, told[^1]);
        Assert.Equal(told.Order(), told);
    }

    [Fact]
    public void Chunks_cross_the_ends_of_exams_and_every_frame_passes_once()
    {
        RunSettings settings = study.Settings with { MaxFrames = null };
        IReadOnlyList<Exam> exams = study.Index(settings).Splits[0].Exams;
        FrameCache cache = new(settings.FrameOptions());
        List<long> chunks = [];
        FrameEmbedder embedder = new(frames => Sums(frames, chunks), 2, 5, cache, settings, CPU);

        EmbeddedExams[] groups = [.. embedder.Embed(exams, null, TestContext.Current.CancellationToken)];

        long all = exams.Sum(exam => exam.Frames.Count);
        Assert.Equal(all, chunks.Sum());
        Assert.All(chunks.SkipLast(1), count => Assert.Equal(5, count));
        using Tensor embeddings = cat([.. groups.Select(group => group.Embeddings)]),
            frames = cat([.. exams.Select(exam => cache.Get(exam))]);
        AssertTensors.Close(Sums(frames, []), embeddings, 0);
        Assert.Equal(exams.Select(exam => (long)exam.Frames.Count), groups.SelectMany(group => group.Lengths));
        Assert.Equal(embedder.Bytes(exams), embeddings.numel() * sizeof(float));
        foreach (EmbeddedExams group in groups) group.Dispose();
    }

    [Fact]
    public void A_chunk_that_does_not_fit_the_device_is_halved_until_it_does()
    {
        RunSettings settings = study.Settings;
        IReadOnlyList<Exam> exams = study.Index(settings).Splits[0].Exams;
        FrameCache cache = new(settings.FrameOptions());
        List<long> tried = [], fits = [];
        FrameEmbedder small = new(
            frames =>
            {
                tried.Add(frames.shape[0]);
                return frames.shape[0] > 3
                    ? throw new Win32Exception("CUDA out of memory. Tried to allocate 2.00 GiB")
                    : Sums(frames, fits);
            },
            2, 8, cache, settings, CPU);
        FrameEmbedder none = new(_ => throw new Win32Exception("CUDA error: out of memory"), 2, 8, cache, settings, CPU);

        using EmbeddedExams group = Assert.Single(small.Embed(exams, null, TestContext.Current.CancellationToken));

        using Tensor frames = cat([.. exams.Select(exam => cache.Get(exam))]);
        AssertTensors.Close(Sums(frames, []), group.Embeddings, 0);
        Assert.Equal(frames.shape[0], fits.Sum());
        Assert.Equal([8, 4, 2, 2, 4, 2, 2], tried[..7]);
        DeviceException failure =
            Assert.Throws<DeviceException>(() => none.Embed(exams, null, TestContext.Current.CancellationToken).First());
        Assert.Equal(DeviceFault.OutOfMemory, failure.Fault);
        Assert.EndsWith("take fewer frames (max_frames), a smaller image_size or a smaller backbone", failure.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelling_ends_a_prediction_between_two_exams()
    {
        RunSettings settings = study.Settings;
        IReadOnlyList<Exam> exams = study.Index(settings).Splits[0].Exams;
        using CancellationTokenSource stop = new();
        List<long> chunks = [];
        FrameEmbedder embedder = new(frames => Sums(frames, chunks), 2, 4, new FrameCache(settings.FrameOptions()), settings, CPU);

        Assert.ThrowsAny<OperationCanceledException>(() => embedder.Embed(exams, done => { if (done >= 3)
            stop.Cancel(); }, stop.Token).Count());

        Assert.Equal(12, chunks.Sum());
    }

    [Theory]
    [InlineData("vit_small_patch16_224.augreg_in21k", Precision.Fp32, 17)]
    [InlineData("vit_small_patch16_224.augreg_in21k", Precision.Bf16, 34)]
    [InlineData("vit_tiny_patch16_224.augreg_in21k", Precision.Fp32, 34)]
    [InlineData("vit(img=64,patch=8,dim=96,depth=4,heads=3)", Precision.Fp32, 210)]
    [InlineData("vit(img=32,patch=8,dim=24,depth=2,heads=3)", Precision.Fp32, 256)]
    [InlineData("vit(img=1024,patch=8,dim=1024,depth=2,heads=2)", Precision.Fp32, 1)]
    public void On_the_processor_a_chunk_depends_only_on_the_model(string backbone, Precision precision, int frames) =>
        Assert.Equal(frames, FrameChunk.Frames(BackboneSpec.Parse(backbone), precision, CPU));

    [Fact]
    public void On_a_gpu_a_chunk_fills_it_but_takes_at_most_a_quarter_of_its_free_memory()
    {
        BackboneSpec small = BackboneSpec.Parse("vit_small_patch16_224.augreg_in21k");

        int[] frames = [.. new long?[] { null, 80L << 30, 4L << 30, 1L << 30, 1 << 20 }.Select(free => FrameChunk.OnGpu(small, free))];

        Assert.Equal([512, 512, 128, 32, 8], frames);
    }

    // (N, 1, S, S) → (N, 2): sums of the upper and the lower half of each frame.
    private static Tensor Sums(Tensor frames, List<long> chunks)
    {
        chunks.Add(frames.shape[0]);
        return frames.view(frames.shape[0], 2, -1).sum(2);
    }

    private static (double[][] Rows, double Loss) ByBatch(ViTGru model, FrameCache cache, RunSettings settings, IReadOnlyList<Exam> exams,
        SplitLoss loss)
    {
        List<double[]> rows = [];
        double sum = 0;
        model.eval();
        foreach (Exam[] batch in exams.Chunk(settings.BatchSize))
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor logits =
                model.forward(cat([.. batch.Select(exam => cache.Get(exam))]), [.. batch.Select(exam => (long)exam.Frames.Count)]);
            sum += loss.Of(logits, batch.Select(exam => exam.Label)).ToDouble() * batch.Length;
            rows.AddRange(nn.functional.softmax(logits.to_type(ScalarType.Float64), 1).data<double>().ToArray().Chunk(model.Spec.Classes));
        }
        return ([.. rows], sum / exams.Count);
    }
}
