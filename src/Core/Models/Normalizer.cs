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
        MoveTo(frames.device);
        return frames.sub(mean).div_(std);
    }

    /// <summary>
    /// The weight (D, 1, P, P) and bias (D) of a convolution on raw grey frames that is equivalent to one with this weight (D, 3, P, P) and
    /// bias on normalised frames.
    /// </summary>
    internal (Tensor Weight, Tensor Bias) Fold(Tensor weight, Tensor bias)
    {
        MoveTo(weight.device);
        Tensor scaled = weight / std;
        return (scaled.sum(1, keepdim: true), bias - (scaled * mean).sum([1, 2, 3]));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        mean.Dispose();
        std.Dispose();
    }

    private void MoveTo(Device device)
    {
        if (mean.device != device) (mean, std) = (Moved(mean, device), Moved(std, device));
    }

    private static Tensor Moved(Tensor tensor, Device device)
    {
        Tensor moved = tensor.to(device).DetachFromDisposeScope();
        tensor.Dispose();
        return moved;
    }
}
