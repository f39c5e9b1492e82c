using System.Text.Json.Nodes;
using Angioboard.Benchmarks.Predicting;
using Angioboard.Benchmarks.Training;
using Angioboard.Core.Models;
using Angioboard.Core.Training;

namespace Angioboard.Benchmarks;

/// <summary>
/// Frames per second of prediction on the processor by ViT-small: exams with as many frames as in the phantom study, all in memory. The
/// note tells how far the probabilities part.
/// </summary>
internal sealed class PredictionSpeed : IBenchmark
{
    private const int Batches = 12, WarmUps = 1;

    /// <inheritdoc/>
    public string Name => "predict";

    /// <inheritdoc/>
    public IEnumerable<Figure> Run(BenchmarkOptions options, Lazy<PeerProcess> peer)
    {
        using OurTraining training = new("small", Precision.Fp32, options), half = new("small", Precision.Bf16, options);
        MemoryExams exams = MemoryExams.Draw(Path.Combine(options.Scratch, "predict"), StudyMix.Of(Batches), training.Resolved.FrameOptions());
        SetUp(peer.Value, training, exams, options);
        OurPrediction float32 = new(training.Model, training.Resolved, exams), bf16 = new(half.Model, half.Resolved, exams);
        PeerPrediction peer32 = new(peer.Value, exams, bf16: false), peer16 = new(peer.Value, exams, bf16: true);
        Samples[] samples = Interleaved.Measure([float32.Run, peer32.Run, bf16.Run, peer16.Run], WarmUps, options.Repeats);
        yield return new Figure(
            "prediction, ViT-small, float32", "frames/s", samples[0], samples[1], Goal.Least(2),
            $"{exams.Mix}; {Apart(float32.Probabilities, peer32.Probabilities)}");
        yield return new Figure(
            "prediction, ViT-small, bf16", "frames/s", samples[2], samples[3], Goal.Least(1.25),
            $"{exams.Mix}; {Apart(bf16.Probabilities, peer16.Probabilities)}");
    }

    private static void SetUp(PeerProcess peer, OurTraining training, MemoryExams exams, BenchmarkOptions options)
    {
        string weights = Path.Combine(options.Scratch, "predict.ckpt");
        training.Write(weights);
        JsonObject request = exams.Write(Path.Combine(options.Scratch, "predict.frames"));
        request["checkpoint"] = weights;
        request["backbone"] = "small";
        request["threads"] = options.Threads;
        peer.Ask("prediction", request);
    }

    private static string Apart(double[][] ours, double[][] theirs) =>
        $"probabilities differ by {ours.Zip(theirs, (a, b) => a.Zip(b, (p, q) => Math.Abs(p - q)).Max()).Max():G2}";
}
