using Angioboard.Core.Data.Frames;
using Angioboard.Core.Data.Frames.Jpeg;
using Angioboard.Core.Hygiene.Duplicates;

namespace Angioboard.Core.Hygiene;

/// <summary>What is kept of a frame: some kilobytes instead of its pixels.</summary>
/// <param name="Bytes">Size of its file.</param>
/// <param name="Quality">The quality of its JPEG; null if unknown.</param>
/// <param name="Date">When it was taken, by its EXIF; null if unknown.</param>
/// <param name="Mean">Mean luma, without the strip.</param>
/// <param name="Deviation">Standard deviation of its luma.</param>
/// <param name="Strip">The small strip; empty without one.</param>
/// <param name="StripMean">Mean luma of the strip.</param>
/// <param name="StripDeviation">Standard deviation of the strip's luma.</param>
/// <param name="Radius">Radius of the bright field, as a share of the picture's width; null where the frame is too dark.</param>
/// <param name="Sketch">Its hashes; null if it is too dark or too even to tell from others.</param>
internal sealed record FrameTraits(
    int Bytes, double? Quality, DateTime? Date, double Mean, double Deviation, byte[] Strip, double StripMean, double StripDeviation,
    double? Radius, FrameSketch? Sketch)
{
    /// <summary>Takes them from a frame's file and what was seen of it.</summary>
    public static FrameTraits Of(ReadOnlySpan<byte> file, FrameGlance glance)
    {
        Field field = new(glance.Picture);
        return new FrameTraits(
            file.Length, JpegQuality.Of(file), ExifDate.Of(file), glance.Mean, glance.Deviation, glance.Strip, glance.StripMean,
            glance.StripDeviation, field.Radius, FrameSketch.Of(glance.Picture, field));
    }
}
