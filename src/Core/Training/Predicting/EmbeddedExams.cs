using static TorchSharp.torch;

namespace Angioboard.Core.Training.Predicting;

/// <summary>
/// What the backbone makes of some exams that follow one another. It owns its embeddings outside any dispose scope: who receives it disposes it.
/// </summary>
/// <param name="embeddings">Float32 (ΣT, D): of the exams' frames one after another.</param>
/// <param name="lengths">How many of the frames each of the exams has.</param>
internal sealed class EmbeddedExams(Tensor embeddings, long[] lengths) : IDisposable
{
    /// <summary>Float32 (ΣT, D): of the exams' frames one after another.</summary>
    public Tensor Embeddings { get; } = embeddings.DetachFromDisposeScope();

    /// <summary>How many of the frames each of the exams has.</summary>
    public long[] Lengths { get; } = lengths;

    /// <summary>Frees the embeddings.</summary>
    public void Dispose() => Embeddings.Dispose();
}
