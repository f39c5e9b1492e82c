using static TorchSharp.torch;

namespace Angioboard.Core.Data;

/// <summary>
/// Some exams as the model takes them in one step. It owns its frames outside any dispose scope: who receives it disposes it.
/// </summary>
/// <param name="frames">
/// Float32 (ΣT, 1, S, S): the real frames of the exams one after another, no padding; or (ΣT, D), what a frozen backbone makes of them.
/// </param>
/// <param name="lengths">How many of the frames each of the B exams has.</param>
/// <param name="labels">Each exam's class, null where it is not known.</param>
/// <param name="names">Each exam's name.</param>
public sealed class ExamBatch(Tensor frames, long[] lengths, int?[] labels, string[] names) : IDisposable
{
    /// <summary>Float32 (ΣT, 1, S, S): the real frames of the exams one after another, no padding; or (ΣT, D), what a frozen backbone makes of them.</summary>
    public Tensor Frames { get; } = frames.DetachFromDisposeScope();

    /// <summary>How many of the frames each of the B exams has.</summary>
    public long[] Lengths { get; } = lengths;

    /// <summary>Each exam's class, null where it is not known.</summary>
    public int?[] Labels { get; } = labels;

    /// <summary>Each exam's name.</summary>
    public string[] Names { get; } = names;

    /// <summary>Frees the frames.</summary>
    public void Dispose() => Frames.Dispose();
}
