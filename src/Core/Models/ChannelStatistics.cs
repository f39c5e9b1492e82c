namespace Angioboard.Core.Models;

/// <summary>What images are normalized by, channel by channel: (x − mean) / std, for x in [0, 1].</summary>
/// <param name="Mean">One mean a channel.</param>
/// <param name="Std">One standard deviation a channel, above 0.</param>
public sealed record ChannelStatistics(double[] Mean, double[] Std)
{
    /// <summary>The same mean and deviation for the three channels.</summary>
    public static ChannelStatistics Grey(double mean, double std) => new([mean, mean, mean], [std, std, std]);
}
