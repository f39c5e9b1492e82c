using static TorchSharp.torch;

namespace Angioboard.Core.Training.Predicting;

/// <summary>
/// The embeddings of some consecutive exams. It owns its tensor outside any dispose scope; the receiver disposes it.
/// </summary>
/// <param name="embeddings">Float32 (ΣT, D): the exams' frames in sequence.</param>
/// <param name="lengths">Number of frames of each exam.</param>
internal sealed class EmbeddedExams(Tensor embeddings, long[] lengths) : IDisposable
{
    /// <summary>Float32 (ΣT, D): the exams' frames in sequence.</summary>
    public Tensor Embeddings { get; } = embeddings.DetachFromDisposeScope();

    /// <summary>Number of frames of each exam.</summary>
    public long[] Lengths { get; } = lengths;

    /// <summary>Frees the embeddings.</summary>
    public void Dispose() => Embeddings.Dispose();
}
