using Angioboard.Benchmarks.Plain;
using Angioboard.Benchmarks.Training;

namespace Angioboard.Benchmarks;

/// <summary>
/// Frames per second of training ViT-small against the same model written in plain TorchSharp, on the same libtorch in the same process:
/// padding embedded, every token in every block, one tensor a parameter, torch.optim.AdamW.
/// </summary>
internal sealed class PlainSpeed : IBenchmark
{
    private const int Batches = 4, WarmUps = 1;

    /// <inheritdoc/>
    public string Name => "plain";

    /// <inheritdoc/>
    public IEnumerable<Figure> Run(BenchmarkOptions options, Lazy<PeerProcess> peer)
    {
        using OurTraining training = new("small", options);
        using StudyBatches frames = new(StudyMix.Of(Batches), training.Resolved.ImageSize!.Value);
        using PlainTraining modules = new(training, frames);
        TrainingPass ours = new(frames, training.Step), plain = new(frames, modules.Step);
        (Samples mine, Samples other) = Interleaved.Measure(ours.Run, plain.Run, WarmUps, options.Repeats);
        yield return new Figure(
            "training, ViT-small, float32, against plain TorchSharp", "frames/s", mine, other, Goal.Least(1.25),
            $"{frames.Mix}; {Losses.Apart(ours.Losses!, plain.Losses!)}");
    }
}
