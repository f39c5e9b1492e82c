namespace Angioboard.Core.Models;

/// <summary>Mean and standard deviation of each of the three channels, in units of pixel values from 0 to 1.</summary>
public sealed record ChannelStatistics(double[] Mean, double[] Std)
{
    /// <summary>The same mean and deviation for the three channels.</summary>
    public static ChannelStatistics Grey(double mean, double std) => new([mean, mean, mean], [std, std, std]);
}
