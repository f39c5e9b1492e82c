using Angioboard.Benchmarks.Training;
using Angioboard.Core.Data;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Rnn = TorchSharp.torch.nn.utils.rnn;

namespace Angioboard.Benchmarks.Plain;

/// <summary>Training of <see cref="PlainViTGru"/> by TorchSharp's AdamW, from our weights. Batches are padded before the time is taken.</summary>
internal sealed class PlainTraining : IDisposable
{
    private readonly PlainViTGru model;
    private readonly AdamW optimizer;
    private readonly Dictionary<ExamBatch, (Tensor Images, Tensor Lengths, Tensor Labels)> padded;

    /// <summary>Takes over weights and batches.</summary>
    public PlainTraining(OurTraining ours, StudyBatches batches)
    {
        model = new PlainViTGru(ours.Model.Spec, ours.Model.Statistics);
        using (no_grad())
        {
            Dictionary<string, Tensor> weights = ours.Model.state_dict();
            foreach ((string name, Parameter parameter) in model.named_parameters()) parameter.copy_(weights[name]);
        }
        model.train();
        optimizer = optim.AdamW(model.parameters(), ours.Resolved.Lr, weight_decay: ours.Resolved.WeightDecay);
        padded = batches.All.ToDictionary(batch => batch, Pad);
    }

    /// <summary>One step on a batch; its loss.</summary>
    public double Step(ExamBatch batch)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor images, Tensor lengths, Tensor labels) = padded[batch];
        optimizer.zero_grad();
        Tensor loss = nn.functional.cross_entropy(model.forward(images, lengths), labels);
        loss.backward();
        optimizer.step();
        return loss.ToDouble();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        optimizer.Dispose();
        model.Dispose();
        foreach ((Tensor images, Tensor lengths, Tensor labels) in padded.Values)
        {
            images.Dispose();
            lengths.Dispose();
            labels.Dispose();
        }
    }

    private static (Tensor Images, Tensor Lengths, Tensor Labels) Pad(ExamBatch batch)
    {
        Tensor[] exams = [.. batch.Frames.split(batch.Lengths).Select(frames => frames.expand(-1, 3, -1, -1))];
        return (Rnn.pad_sequence(exams, batch_first: true), tensor(batch.Lengths), tensor([.. batch.Labels.Select(label => (long)label!.Value)]));
    }
}
