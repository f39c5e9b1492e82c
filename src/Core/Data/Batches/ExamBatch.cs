using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Angioboard.Core.Data.Batches;

/// <summary>
/// The exams of one step. Its frames are outside any dispose scope: the receiver disposes it. From then on their memory serves another
/// batch.
/// </summary>
public sealed class ExamBatch : IDisposable
{
    private readonly FrameBuffers? buffers;
    private readonly Tensor? buffer;
    private readonly Tensor host;
    private bool disposed;

    /// <summary>A batch of existing frames.</summary>
    /// <param name="frames">
    /// Float32 (ΣT, 1, S, S): the exams' frames in sequence, without padding; or (ΣT, D), the embeddings of a frozen backbone.
    /// </param>
    /// <param name="lengths">Number of frames of each of the B exams.</param>
    /// <param name="labels">Each exam's class; null if unknown.</param>
    /// <param name="names">Each exam's name.</param>
    public ExamBatch(Tensor frames, long[] lengths, int?[] labels, string[] names)
    {
        (Lengths, Labels, Names) = (lengths, labels, names);
        Frames = host = frames.DetachFromDisposeScope();
    }

    /// <summary>A batch whose frames will be written to <see cref="Values"/>.</summary>
    internal ExamBatch(FrameBuffers buffers, int imageSize, long[] lengths, int?[] labels, string[] names)
    {
        (this.buffers, Lengths, Labels, Names) = (buffers, lengths, labels, names);
        long frames = lengths.Sum(), values = frames * imageSize * imageSize;
        buffer = buffers.Rent(values);
        using Tensor used = buffer.narrow(0, 0, values);
        Frames = host = used.view(frames, 1, imageSize, imageSize).DetachFromDisposeScope();
    }

    /// <summary>
    /// Float32 (ΣT, 1, S, S): the exams' frames in sequence, without padding; or (ΣT, D), the embeddings of a frozen backbone.
    /// </summary>
    public Tensor Frames { get; private set; }

    /// <summary>Number of frames of each of the B exams.</summary>
    public long[] Lengths { get; }

    /// <summary>Each exam's class; null if unknown.</summary>
    public int?[] Labels { get; }

    /// <summary>Each exam's name.</summary>
    public string[] Names { get; }

    /// <summary>The frames' host memory before they are sent to a GPU.</summary>
    internal Span<float> Values => MemoryMarshal.Cast<byte, float>(host.bytes);

    /// <summary>Frees the frames.</summary>
    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        if (!ReferenceEquals(Frames, host))
        {
            Frames.Dispose();
            cuda.synchronize(buffers!.Card); // The copy may still be running.
        }
        host.Dispose();
        buffers?.Return(buffer!);
    }

    /// <summary>
    /// Starts copying the frames to the GPU, if there is one, without waiting: later computations on the GPU run after it.
    /// </summary>
    internal void Send()
    {
        if (buffers?.Card is { } card) Frames = host.to(card, non_blocking: true).DetachFromDisposeScope();
    }
}
