using static TorchSharp.torch;

namespace Angioboard.Core.Data.Batches;

/// <summary>
/// Memory for the frames of batches, reused within a pass. For a GPU it is page-locked, so that copies need no CPU work. Thread-safe.
/// </summary>
/// <param name="device">The device the frames are copied to.</param>
/// <param name="most">Maximum number of unused buffers to keep.</param>
internal sealed class FrameBuffers(Device? device, int most) : IDisposable
{
    private readonly Lock gate = new();
    private readonly List<Tensor> free = [];
    private bool over;

    /// <summary>The GPU that reads this memory, or null.</summary>
    public Device? Card { get; } = device?.type == TorchSharp.DeviceType.CUDA ? device : null;

    /// <summary>An uninitialised float32 buffer of at least this many values. It belongs to no dispose scope.</summary>
    public Tensor Rent(long values)
    {
        lock (gate)
        {
            if (free.Where(buffer => buffer.NumberOfElements >= values).MinBy(buffer => buffer.NumberOfElements) is { } fitting)
            {
                free.Remove(fitting);
                return fitting;
            }
        }
        using Tensor pageable = empty(values, dtype: ScalarType.Float32);
        return (Card is null ? pageable.alias() : pageable.pin_memory()).DetachFromDisposeScope();
    }

    /// <summary>Takes back a buffer that is no longer read.</summary>
    public void Return(Tensor buffer)
    {
        lock (gate)
        {
            free.Add(buffer);
            // Larger ones serve more batches.
            while (free.Count > (over ? 0 : most))
            {
                Tensor smallest = free.MinBy(kept => kept.NumberOfElements)!;
                free.Remove(smallest);
                smallest.Dispose();
            }
        }
    }

    /// <summary>Frees unused buffers now, and the others when they are returned.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            over = true;
            free.ForEach(buffer => buffer.Dispose());
            free.Clear();
        }
    }
}
