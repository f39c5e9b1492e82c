using System.Text.Json.Nodes;
using Angioboard.Benchmarks.Measuring;
using Angioboard.Benchmarks.Predicting;
using Angioboard.Benchmarks.Training;
using Angioboard.Core.Models;
using Angioboard.Core.Settings;

namespace Angioboard.Benchmarks;

/// <summary>
/// Frames per second of prediction on the processor with ViT-small: exams with the phantom dataset's numbers of frames, all in memory. The
/// note gives the largest difference of the probabilities.
/// </summary>
/// <param name="name">The benchmark's name.</param>
/// <param name="precision">The precision on both sides; the peer's bfloat16 is autocast.</param>
/// <param name="goal">Its goal.</param>
internal sealed class PredictionSpeed(string name, Precision precision, Goal goal) : IBenchmark
{
    private const int Batches = 12, WarmUps = 1;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public IEnumerable<Figure> Run(BenchmarkOptions options, Lazy<PeerProcess> peer)
    {
        using OurTraining training = new("small", precision, options);
        MemoryExams exams = MemoryExams.Draw(Path.Combine(options.Scratch, name), StudyMix.Of(Batches), training.Resolved.FrameOptions());
        SetUp(peer.Value, training, exams, options);
        OurPrediction ours = new(training.Model, training.Resolved, exams);
        PeerPrediction theirs = new(peer.Value, exams, bf16: precision == Precision.Bf16);
        (Samples mine, Samples other) = Interleaved.Measure(ours.Run, theirs.Run, WarmUps, options.Repeats);
        yield return new Figure(
            $"prediction, ViT-small, {precision.Written()}", "frames/s", mine, other, goal,
            $"{exams.Mix}; {Apart(ours.Probabilities, theirs.Probabilities)}");
    }

    private void SetUp(PeerProcess peer, OurTraining training, MemoryExams exams, BenchmarkOptions options)
    {
        string weights = Path.Combine(options.Scratch, $"{name}.ckpt");
        training.Write(weights);
        JsonObject request = exams.Write(Path.Combine(options.Scratch, $"{name}.frames"));
        request["checkpoint"] = weights;
        request["backbone"] = "small";
        request["threads"] = options.Threads;
        peer.Ask("prediction", request);
    }

    private static string Apart(double[][] ours, double[][] theirs) =>
        $"probabilities differ by {ours.Zip(theirs, (a, b) => a.Zip(b, (p, q) => Math.Abs(p - q)).Max()).Max():G2}";
}
