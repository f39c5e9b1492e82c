using static TorchSharp.torch;

namespace Angioboard.Core.Models;

/// <summary>Subtracts the mean and divides by the deviation of each channel; one grey channel becomes three.</summary>
public sealed class Normalizer : IDisposable
{
    private Tensor mean; // (1, 3, 1, 1)
    private Tensor std;

    /// <summary>A normalizer with these statistics, on the CPU.</summary>
    public Normalizer(ChannelStatistics statistics)
    {
        Statistics = statistics;
        mean = tensor(statistics.Mean, [1, 3, 1, 1], dtype: float32).DetachFromDisposeScope();
        std = tensor(statistics.Std, [1, 3, 1, 1], dtype: float32).DetachFromDisposeScope();
    }

    /// <summary>The statistics in use.</summary>
    public ChannelStatistics Statistics { get; }

    /// <summary>(N, 1 or 3, S, S), values from 0 to 1 → (N, 3, S, S).</summary>
    public Tensor Normalize(Tensor frames)
    {
        if (mean.device != frames.device) (mean, std) = (Moved(mean, frames.device), Moved(std, frames.device));
        return frames.sub(mean).div_(std);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        mean.Dispose();
        std.Dispose();
    }

    private static Tensor Moved(Tensor tensor, Device device)
    {
        Tensor moved = tensor.to(device).DetachFromDisposeScope();
        tensor.Dispose();
        return moved;
    }
}
