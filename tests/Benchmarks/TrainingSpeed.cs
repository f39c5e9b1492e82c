using Angioboard.Benchmarks.Training;

namespace Angioboard.Benchmarks;

/// <summary>
/// Frames per second of training on the processor: batches of two exams with as many frames as in the phantom study, one optimizer
/// step each, no augmentation. Both sides start from the same weights and see the same frames; the note tells how far their losses part.
/// </summary>
internal sealed class TrainingSpeed : IBenchmark
{
    private const int WarmUps = 1;

    /// <inheritdoc/>
    public string Name => "train";

    /// <inheritdoc/>
    public IEnumerable<Figure> Run(BenchmarkOptions options, Lazy<PeerProcess> peer)
    {
        yield return Measure("small", batches: 4, Goal.Least(2), options, peer.Value);
        yield return Measure("tiny", batches: 8, Goal.Least(2.5), options, peer.Value);
    }

    private static Figure Measure(string size, int batches, Goal goal, BenchmarkOptions options, PeerProcess peer)
    {
        using OurTraining training = new(size, options);
        using StudyBatches frames = new(StudyMix.Of(batches), training.Resolved.ImageSize!.Value);
        PeerTraining theirs = new(peer, size, training, frames, bf16: false, options);
        TrainingPass ours = new(frames, training.Step);
        (Samples mine, Samples other) = Interleaved.Measure(ours.Run, theirs.Run, WarmUps, options.Repeats);
        return new Figure($"training, ViT-{size}, float32", "frames/s", mine, other, goal, $"{frames.Mix}; {Losses.Apart(ours.Losses!, theirs.Losses!)}");
    }
}
