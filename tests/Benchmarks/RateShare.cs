using System.Text.Json.Nodes;
using Angioboard.Benchmarks.Measuring;
using Angioboard.Benchmarks.Rate;
using Angioboard.Benchmarks.Training;
using Angioboard.Core.Models;

namespace Angioboard.Benchmarks;

/// <summary>
/// The share of the best float32 matrix-product rate of any available library that ViT-small's training reaches, measured in the same
/// minutes: operations of its own matrix products, forward and backward, in the time of whole steps.
/// </summary>
internal sealed class RateShare : IBenchmark
{
    private const int Batches = 4, WarmUps = 1;

    /// <inheritdoc/>
    public string Name => "rate";

    /// <inheritdoc/>
    public IEnumerable<Figure> Run(BenchmarkOptions options, Lazy<PeerProcess> peer)
    {
        using OurTraining training = new("small", Precision.Fp32, options);
        using StudyBatches frames = new(StudyMix.Of(Batches), training.Resolved.ImageSize!.Value);
        TrainingPass pass = new(frames, training.Step);
        double work = StepWork.Step(training.Model.Spec.Backbone) / 1e9; // GFLOP per frame
        peer.Value.Ask("products", new JsonObject { ["threads"] = options.Threads });

        (string Name, Func<double> Rate)[] products =
            [.. from library in ProductRate.Libraries(
                peer.Value) from shape in MatrixShape.All select ($"{library.Library} {shape}", (Func<double>)(() => library.Rate(shape)))];
        Samples[] rates =
            Interleaved.Measure([() => pass.Run() * work, .. products.Select(product => product.Rate)], WarmUps, options.Repeats);
        int best = Enumerable.Range(1, products.Length).MaxBy(i => rates[i].Median);
        string all = string.Join(", ", products.Select((product, i) => $"{product.Name} {rates[i + 1].Median:0}"));
        yield return new Figure(
            $"training, ViT-small, of the rate of {products[best - 1].Name}", "GFLOP/s", rates[0], rates[best], Goal.Least(0.8),
            $"{work:0.00} GFLOP a frame; {all}");
    }
}
