namespace Angioboard.Core.Models;

/// <summary>Per-channel normalization of images: (x − mean) / std, for x in [0, 1].</summary>
/// <param name="Mean">One mean per channel.</param>
/// <param name="Std">One standard deviation per channel, above 0.</param>
public sealed record ChannelStatistics(double[] Mean, double[] Std)
{
    /// <summary>The same mean and deviation for the three channels.</summary>
    public static ChannelStatistics Grey(double mean, double std) => new([mean, mean, mean], [std, std, std]);

    /// <summary>Expanded to three channels: a single number applies to every channel, as in torchvision.</summary>
    /// <param name="source">The file they come from, for messages.</param>
    /// <exception cref="InputException">They have a different number of channels.</exception>
    public ChannelStatistics OfFrames(string source) => Mean.Length switch
    {
        1 => Grey(Mean[0], Std[0]),
        3 => this,
        int channels =>
            throw new InputException(
                $"{source}: its normalizer has {channels} channels, but frames have three; save a mean and a std of one or three numbers"),
    };

    /// <summary>The statistics of a kind of normalizer; null for those computed from the data.</summary>
    public static ChannelStatistics? Of(NormalizerKind kind) => kind switch
    {
        NormalizerKind.Backbone => Grey(0.5, 0.5),
        NormalizerKind.Imagenet => new([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
        _ => null,
    };
}
