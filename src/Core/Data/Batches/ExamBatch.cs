using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Angioboard.Core.Data.Batches;

/// <summary>
/// Some exams as the model takes them in one step. Its frames are outside any dispose scope: who receives it disposes it. From then on
/// their memory serves another batch.
/// </summary>
public sealed class ExamBatch : IDisposable
{
    private readonly FrameBuffers? buffers;
    private readonly Tensor? buffer;
    private readonly Tensor host;
    private bool disposed;

    /// <summary>A batch of frames that are there.</summary>
    /// <param name="frames">Float32 (ΣT, 1, S, S): the real frames of the exams one after another, no padding; or (ΣT, D), what a frozen backbone makes of them.</param>
    /// <param name="lengths">How many of the frames each of the B exams has.</param>
    /// <param name="labels">Each exam's class, null where it is not known.</param>
    /// <param name="names">Each exam's name.</param>
    public ExamBatch(Tensor frames, long[] lengths, int?[] labels, string[] names)
    {
        (Lengths, Labels, Names) = (lengths, labels, names);
        Frames = host = frames.DetachFromDisposeScope();
    }

    /// <summary>A batch whose frames are still to be written to <see cref="Values"/>.</summary>
    internal ExamBatch(FrameBuffers buffers, int imageSize, long[] lengths, int?[] labels, string[] names)
    {
        (this.buffers, Lengths, Labels, Names) = (buffers, lengths, labels, names);
        long frames = lengths.Sum(), values = frames * imageSize * imageSize;
        buffer = buffers.Rent(values);
        using Tensor used = buffer.narrow(0, 0, values);
        Frames = host = used.view(frames, 1, imageSize, imageSize).DetachFromDisposeScope();
    }

    /// <summary>Float32 (ΣT, 1, S, S): the real frames of the exams one after another, no padding; or (ΣT, D), what a frozen backbone makes of them.</summary>
    public Tensor Frames { get; private set; }

    /// <summary>How many of the frames each of the B exams has.</summary>
    public long[] Lengths { get; }

    /// <summary>Each exam's class, null where it is not known.</summary>
    public int?[] Labels { get; }

    /// <summary>Each exam's name.</summary>
    public string[] Names { get; }

    /// <summary>The frames' memory before they are sent to a card.</summary>
    internal Span<float> Values => MemoryMarshal.Cast<byte, float>(host.bytes);

    /// <summary>Frees the frames.</summary>
    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        if (!ReferenceEquals(Frames, host))
        {
            Frames.Dispose();
            cuda.synchronize(buffers!.Card); // The copy may be under way still.
        }
        host.Dispose();
        buffers?.Return(buffer!);
    }

    /// <summary>Sends the frames to the card, if there is one, without waiting until they are there: what is computed there comes after.</summary>
    internal void Send()
    {
        if (buffers?.Card is { } card) Frames = host.to(card, non_blocking: true).DetachFromDisposeScope();
    }
}
