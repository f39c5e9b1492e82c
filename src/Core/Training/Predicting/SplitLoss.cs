using Angioboard.Core.Data.Batches;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Settings;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Training.Predicting;

/// <summary>Weighted cross-entropy of a split.</summary>
public sealed class SplitLoss : IDisposable
{
    private readonly Tensor? weights; // (classes)
    private readonly Device device;

    /// <summary>The loss for exams of this split: with <c>balance_classes</c> weighted by the split's own class counts.</summary>
    public SplitLoss(IEnumerable<Exam> exams, RunSettings settings, int classes, Device device)
    {
        this.device = device;
        if (settings.BalanceClasses)
        {
            double[] balanced = ClassBalance.Weights(exams.Select(exam => exam.Label).OfType<int>(), classes);
            weights = tensor(balanced, dtype: float32, device: device).DetachFromDisposeScope();
        }
    }

    /// <summary>The mean loss of a batch, weighted as PyTorch does: (B, classes) logits → scalar.</summary>
    public Tensor Of(Tensor logits, ExamBatch batch) => Of(logits, batch.Labels);

    /// <summary>The mean loss of exams with these labels, weighted as PyTorch does: (B, classes) logits → scalar.</summary>
    public Tensor Of(Tensor logits, IEnumerable<int?> labels)
    {
        Tensor targets = tensor([.. labels.Select(label => (long)label!.Value)], dtype: int64, device: device);
        return nn.functional.cross_entropy(logits, targets, weights);
    }

    /// <inheritdoc/>
    public void Dispose() => weights?.Dispose();
}
