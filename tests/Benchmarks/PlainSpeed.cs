using Angioboard.Benchmarks.Measuring;
using Angioboard.Benchmarks.Plain;
using Angioboard.Benchmarks.Training;
using Angioboard.Core.Models;

namespace Angioboard.Benchmarks;

/// <summary>
/// Frames per second of training ViT-small against the same model in plain TorchSharp in float32, on the same libtorch: padding embedded,
/// every token in every block, one tensor per parameter, torch.optim.AdamW.
/// </summary>
internal sealed class PlainSpeed : IBenchmark
{
    private const int Batches = 4, WarmUps = 1;
    private const string Size = "small";

    /// <inheritdoc/>
    public string Name => "plain";

    /// <inheritdoc/>
    public IEnumerable<Figure> Run(BenchmarkOptions options, Lazy<PeerProcess> peer)
    {
        using OurTraining whole = new(Size, Precision.Fp32, options), half = new(Size, Precision.Bf16, options);
        using StudyBatches frames = new(StudyMix.Of(Batches), whole.Resolved.ImageSize!.Value);
        using PeerProcess modules = PlainPeer.Start();
        PeerTraining plain = new(modules, Size, whole, frames, bf16: false, options);
        TrainingPass float32 = new(frames, whole.Step), bf16 = new(frames, half.Step);
        Samples[] samples = Interleaved.Measure([float32.Run, bf16.Run, plain.Run], WarmUps, options.Repeats);
        Figure Against(string precision, Samples ours, TrainingPass pass, Goal goal) => new(
            $"training, ViT-small, {precision}, against plain TorchSharp in float32", "frames/s", ours, samples[2], goal,
            $"{frames.Mix}; {Losses.Apart(pass.Losses!, plain.Losses!)}");
        yield return Against("float32", samples[0], float32, Goal.Least(1.25));
        yield return Against("bf16", samples[1], bf16, Goal.Least(2));
    }
}
