using System.Text.Json.Nodes;
using Angioboard.Benchmarks.Measuring;

namespace Angioboard.Benchmarks.Predicting;

/// <summary>The peer's prediction of the same exams, two at a time as in pipeline.py, padded before timing.</summary>
/// <param name="peer">The peer, which has its batches.</param>
/// <param name="exams">The exams.</param>
/// <param name="bf16">Whether it predicts under autocast, as with pipeline.py's --bf16.</param>
internal sealed class PeerPrediction(PeerProcess peer, MemoryExams exams, bool bf16)
{
    /// <summary>The latest probabilities, exam by exam.</summary>
    public double[][] Probabilities { get; private set; } = [];

    /// <summary>Predicts every exam once; frames/s.</summary>
    public double Run()
    {
        JsonObject answer = peer.Ask("predict", new JsonObject { ["bf16"] = bf16 });
        Probabilities = [.. answer["probabilities"]!.AsArray().Select(row => row!.AsArray().Select(p => (double)p!).ToArray())];
        return exams.Mix.Frames / (double)answer["seconds"]!;
    }
}
