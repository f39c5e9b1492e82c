using static TorchSharp.torch;

namespace Angioboard.Core.Data.Batches;

/// <summary>
/// Memory for the frames of batches, used again and again within a pass. For a GPU it is page-locked, so that copies to the card need no
/// help of the processor. Safe to use from several threads.
/// </summary>
/// <param name="device">Where the frames go from here.</param>
/// <param name="most">How many buffers are kept while nobody uses them.</param>
internal sealed class FrameBuffers(Device? device, int most) : IDisposable
{
    private readonly Lock gate = new();
    private readonly List<Tensor> free = [];
    private bool over;

    /// <summary>The card that reads this memory, or null.</summary>
    public Device? Card { get; } = device?.type == TorchSharp.DeviceType.CUDA ? device : null;

    /// <summary>A float32 buffer of at least so many values, whatever they are. It belongs to no dispose scope.</summary>
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

    /// <summary>Takes a buffer back that nobody reads any more.</summary>
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

    /// <summary>Frees what is not in use; what still is, when it comes back.</summary>
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
