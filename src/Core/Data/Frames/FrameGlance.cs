namespace Angioboard.Core.Data.Frames;

/// <summary>A frame at a glance: small images and figures that tell frames apart, from one pass over its pixels.</summary>
/// <param name="Picture">
/// The part that models see, without the strip, averaged to <see cref="Side"/> × <see cref="Side"/>: luma from 0 to 255, row by row.
/// </param>
/// <param name="Mean">Mean luma of that part.</param>
/// <param name="Deviation">Standard deviation of its luma.</param>
/// <param name="Strip">
/// The burnt-in strip below it, averaged to <see cref="StripWidth"/> × <see cref="StripHeight"/>; empty without a strip.
/// </param>
/// <param name="StripMean">Mean luma of the strip; 0 without one.</param>
/// <param name="StripDeviation">Standard deviation of its luma.</param>
internal sealed record FrameGlance(
    byte[] Picture, double Mean, double Deviation, byte[] Strip, double StripMean, double StripDeviation)
{
    /// <summary>Width and height of the small picture.</summary>
    public const int Side = 128;

    /// <summary>Width of the small strip.</summary>
    public const int StripWidth = 64;

    /// <summary>Height of the small strip.</summary>
    public const int StripHeight = 8;
}
