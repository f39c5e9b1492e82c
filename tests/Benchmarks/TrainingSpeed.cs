using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Data;
using Angioboard.Core.Models;
using Angioboard.Core.Training;
using TorchSharp;

namespace Angioboard.Benchmarks;

/// <summary>
/// Frames per second of training on the processor: a batch of two exams of twelve frames, one optimizer step each, no augmentation.
/// Both sides start from the same weights and see the same frames; the note tells how far their losses part.
/// </summary>
internal sealed class TrainingSpeed : IBenchmark
{
    private const int Exams = 2, FramesEach = 12, WarmUps = 3;

    /// <inheritdoc/>
    public string Name => "train";

    /// <inheritdoc/>
    public IEnumerable<Figure> Run(BenchmarkOptions options, Lazy<PeerProcess> peer)
    {
        yield return Measure("small", Goal.Least(1.6), options, peer.Value);
        yield return Measure("tiny", Goal.Least(2), options, peer.Value);
    }

    private static Figure Measure(string size, Goal goal, BenchmarkOptions options, PeerProcess peer)
    {
        torch.set_num_threads(options.Threads);
        RunSettings settings = SettingsRules.Resolve(new RunSettings
        {
            Backbone = $"vit_{size}_patch16_224.augreg_in21k",
            Pretrained = "none",
            Dropout = 0,
            BatchSize = Exams,
            BalanceClasses = false,
            Augmentations = false,
            Device = "cpu",
            Threads = options.Threads,
        });
        using ViTGru model = ModelFactory.Create(settings, ChannelStatistics.Of(settings.Normalizer!.Value)!);
        using ExamBatch batch = Batch(settings.FrameOptions().ImageSize, settings.Seed);
        SetUp(peer, size, settings, model, batch, options);
        using TrainingStep step = new(model, [], settings, torch.CPU);
        model.train();

        List<double> ourLosses = [], peerLosses = [];
        (Samples ours, Samples theirs) = Interleaved.Measure(
            () =>
            {
                long start = Stopwatch.GetTimestamp();
                ourLosses.Add(step.Accumulate(batch, frozen: false, dropoutSeed: 0));
                step.Apply(settings.Lr);
                return Exams * FramesEach / Stopwatch.GetElapsedTime(start).TotalSeconds;
            },
            () =>
            {
                JsonObject answer = peer.Ask("step");
                peerLosses.Add((double)answer["loss"]!);
                return Exams * FramesEach / (double)answer["seconds"]!;
            },
            WarmUps, options.Repeats);
        double apart = ourLosses.Zip(peerLosses, (a, b) => Math.Abs(a - b)).Max();
        return new Figure($"training, ViT-{size}", "frames/s", ours, theirs, goal, $"losses of {ourLosses.Count} steps differ by {apart:G2}");
    }

    private static ExamBatch Batch(int side, long seed)
    {
        SeededRandom random = new(seed, "benchmark frames");
        float[] pixels = new float[Exams * FramesEach * side * side];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = (float)random.Uniform(0, 1);
        return new ExamBatch(torch.tensor(pixels, [Exams * FramesEach, 1, side, side]), [FramesEach, FramesEach], [0, 3], ["0_L", "1_R"]);
    }

    private static void SetUp(PeerProcess peer, string size, RunSettings settings, ViTGru model, ExamBatch batch, BenchmarkOptions options)
    {
        string weights = Path.Combine(options.Scratch, $"{size}.ckpt"), frames = Path.Combine(options.Scratch, $"{size}.frames");
        using (Checkpoint start = RunCheckpoint.Of(model, settings, new TrainingState(), new Dictionary<string, object?>())) start.Write(weights);
        File.WriteAllBytes(frames, batch.Frames.bytes);
        peer.Ask("training", new JsonObject
        {
            ["checkpoint"] = weights,
            ["backbone"] = size,
            ["threads"] = options.Threads,
            ["frames"] = frames,
            ["size"] = batch.Frames.shape[^1],
            ["lengths"] = new JsonArray([.. batch.Lengths.Select(length => (JsonNode)length)]),
            ["labels"] = new JsonArray([.. batch.Labels.Select(label => (JsonNode)label!.Value)]),
            ["lr"] = settings.Lr,
            ["weight_decay"] = settings.WeightDecay,
        });
    }
}
