using Angioboard.Core.Data.Batches;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Models;
using Angioboard.Core.Settings;
using Angioboard.Core.Training.Optimizers;
using Angioboard.Core.Training.Predicting;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Training;

/// <summary>One training step: gradients of one or more batches, then AdamW.</summary>
internal sealed class TrainingStep : IDisposable
{
    private readonly ViTGru model;
    private readonly RunSettings settings;
    private readonly Device device;
    private readonly SplitLoss loss;
    private readonly AdamW optimizer;

    public TrainingStep(ViTGru model, IEnumerable<Exam> exams, RunSettings settings, Device device)
    {
        (this.model, this.settings, this.device) = (model, settings, device);
        loss = new SplitLoss(exams, settings, model.Spec.Classes, device);
        optimizer = AdamW.Of([.. model.parameters()], settings.WeightDecay);
    }

    public AdamW Optimizer => optimizer;

    /// <summary>Accumulates a batch's gradients; returns its mean loss.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="frozen">Whether the backbone is frozen: the batch then holds embeddings, (ΣT, D), instead of frames.</param>
    /// <param name="dropoutSeed">Seed of the batch's dropout.</param>
    public double Accumulate(ExamBatch batch, bool frozen, long dropoutSeed)
    {
        using DisposeScope scope = NewDisposeScope();
        random.manual_seed(dropoutSeed);
        Tensor frames = batch.Frames.to(device);
        Tensor mean = loss.Of(frozen ? model.Classify(frames, batch.Lengths) : model.forward(frames, batch.Lengths), batch);
        double value = mean.ToDouble();
        if (double.IsFinite(value)) (mean / settings.AccumulateGradBatches).backward();
        return value;
    }

    /// <summary>Steps with the accumulated gradients, then clears them. False, with nothing changed, if their norm is not finite.</summary>
    public bool Apply(double lr)
    {
        double norm = optimizer.GradientNorm();
        if (!double.IsFinite(norm)) return false;
        optimizer.Step(lr, settings.GradClip is { } longest && norm > longest ? longest / (norm + 1e-6) : 1);
        return true;
    }

    public void Dispose()
    {
        loss.Dispose();
        optimizer.Dispose();
    }
}
