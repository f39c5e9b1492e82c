using Angioboard.Benchmarks.Measuring;
using Angioboard.Benchmarks.Training;
using Angioboard.Core.Models;

namespace Angioboard.Benchmarks;

/// <summary>
/// Frames per second of training on the processor: batches of two exams with the phantom dataset's numbers of frames, one optimizer step
/// each, no augmentation. Both sides start from the same weights and use the same frames; the note gives the largest difference of their
/// losses.
/// </summary>
/// <param name="name">The benchmark's name.</param>
/// <param name="precision">The precision on both sides; the peer's bfloat16 is autocast.</param>
/// <param name="small">The goal for ViT-small.</param>
/// <param name="tiny">The goal for ViT-tiny.</param>
internal sealed class TrainingSpeed(string name, Precision precision, Goal small, Goal tiny) : IBenchmark
{
    private const int WarmUps = 1;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public IEnumerable<Figure> Run(BenchmarkOptions options, Lazy<PeerProcess> peer)
    {
        yield return Measure("small", batches: 4, small, options, peer.Value);
        yield return Measure("tiny", batches: 8, tiny, options, peer.Value);
    }

    private Figure Measure(string size, int batches, Goal goal, BenchmarkOptions options, PeerProcess peer)
    {
        using OurTraining training = new(size, precision, options);
        using StudyBatches frames = new(StudyMix.Of(batches), training.Resolved.ImageSize!.Value);
        PeerTraining theirs = new(peer, size, training, frames, bf16: precision == Precision.Bf16, options);
        TrainingPass ours = new(frames, training.Step);
        (Samples mine, Samples other) = Interleaved.Measure(ours.Run, theirs.Run, WarmUps, options.Repeats);
        return new Figure(
            $"training, ViT-{size}, {precision.Written()}", "frames/s", mine, other, goal,
            $"{frames.Mix}; {Losses.Apart(ours.Losses!, theirs.Losses!)}");
    }
}
