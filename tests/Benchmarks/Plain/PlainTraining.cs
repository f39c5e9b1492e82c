using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Angioboard.Core.Models;
using Angioboard.Core.Models.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Rnn = TorchSharp.torch.nn.utils.rnn;

namespace Angioboard.Benchmarks.Plain;

/// <summary>Training of <see cref="PlainViTGru"/> with TorchSharp's AdamW from our weights. Batches are padded before timing.</summary>
internal sealed class PlainTraining : IDisposable
{
    private readonly PlainViTGru model;
    private readonly AdamW optimizer;
    private readonly PaddedBatch[] batches;

    /// <summary>Reads weights and batches from the files that a request to driver.py names.</summary>
    public PlainTraining(JsonObject request)
    {
        set_num_threads((int)request["threads"]!);
        using (WeightsFile weights = WeightsFile.Read((string)request["checkpoint"]!))
        using (no_grad())
        {
            ViTGruSpec spec = new(BackboneSpec.Parse($"vit_{request["backbone"]}_patch16_224.augreg_in21k"));
            model = new PlainViTGru(spec, weights.Normalizer!);
            foreach ((string name, Parameter parameter) in model.named_parameters()) parameter.copy_(weights.Tensors[name]);
        }
        model.train();
        optimizer = optim.AdamW(model.parameters(), (double)request["lr"]!, weight_decay: (double)request["weight_decay"]!);
        batches = [.. Read(request)];
    }

    /// <summary>One step on each batch; returns seconds and losses like driver.py.</summary>
    public JsonObject Steps()
    {
        long start = Stopwatch.GetTimestamp();
        double[] losses = [.. batches.Select(Step)];
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new JsonObject { ["seconds"] = seconds, ["losses"] = new JsonArray([.. losses.Select(loss => (JsonNode)loss)]) };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        optimizer.Dispose();
        model.Dispose();
    }

    private double Step(PaddedBatch batch)
    {
        using DisposeScope scope = NewDisposeScope();
        optimizer.zero_grad();
        Tensor loss = nn.functional.cross_entropy(model.forward(batch.Images, batch.Lengths), batch.Labels);
        loss.backward();
        optimizer.step();
        return loss.ToDouble();
    }

    private static IEnumerable<PaddedBatch> Read(JsonObject request)
    {
        long side = (long)request["size"]!;
        float[] pixels = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes((string)request["frames"]!)).ToArray();
        Tensor rest = tensor(pixels).view(-1, 1, side, side);
        foreach ((JsonNode? lengths, JsonNode? labels) in request["lengths"]!.AsArray().Zip(request["labels"]!.AsArray()))
        {
            long[] counts = [.. lengths!.AsArray().Select(length => (long)length!)];
            Tensor[] parts = rest.split([counts.Sum(), rest.shape[0] - counts.Sum()]);
            Tensor[] exams = [.. parts[0].split(counts).Select(frames => frames.expand(-1, 3, -1, -1))];
            rest = parts[1];
            yield return new PaddedBatch(Rnn.pad_sequence(exams, batch_first: true), tensor(counts),
                tensor([.. labels!.AsArray().Select(label => (long)label!)]));
        }
    }

    /// <summary>Exams padded to the longest: (B, T, 3, S, S), (B), (B).</summary>
    private sealed record PaddedBatch(Tensor Images, Tensor Lengths, Tensor Labels);
}
