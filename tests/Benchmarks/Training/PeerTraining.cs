using System.Text.Json.Nodes;
using Angioboard.Benchmarks.Measuring;

namespace Angioboard.Benchmarks.Training;

/// <summary>The peer's training, from the same weights on the same batches, padded before timing as in pipeline.py.</summary>
internal sealed class PeerTraining
{
    private readonly PeerProcess peer;
    private readonly StudyBatches batches;

    /// <summary>Passes weights and batches to the peer.</summary>
    /// <param name="peer">The peer's process.</param>
    /// <param name="size">tiny, small or base.</param>
    /// <param name="ours">Our training, with the initial weights.</param>
    /// <param name="batches">The batches.</param>
    /// <param name="bf16">Whether it trains under autocast, as with pipeline.py's --bf16.</param>
    /// <param name="options">How to measure.</param>
    public PeerTraining(PeerProcess peer, string size, OurTraining ours, StudyBatches batches, bool bf16, BenchmarkOptions options)
    {
        (this.peer, this.batches) = (peer, batches);
        string weights = Path.Combine(options.Scratch, $"{size}.ckpt");
        ours.Write(weights);
        JsonObject request = batches.Write(Path.Combine(options.Scratch, $"{size}.frames"));
        request["checkpoint"] = weights;
        request["backbone"] = size;
        request["threads"] = options.Threads;
        request["lr"] = ours.Resolved.Lr;
        request["weight_decay"] = ours.Resolved.WeightDecay;
        request["bf16"] = bf16;
        peer.Ask("training", request);
    }

    /// <summary>The losses of the first pass.</summary>
    public double[]? Losses { get; private set; }

    /// <summary>Trains on each batch once; frames/s.</summary>
    public double Run()
    {
        JsonObject answer = peer.Ask("steps");
        Losses ??= [.. answer["losses"]!.AsArray().Select(loss => (double)loss!)];
        return batches.Mix.Frames / (double)answer["seconds"]!;
    }
}
