namespace Angioboard.Core.Data.Frames;

/// <summary>The part of a file's image that becomes a frame: whole columns from the top down to the burnt-in strip.</summary>
/// <param name="Left">The first column.</param>
/// <param name="Width">Number of columns; 0 or less if the image is too narrow.</param>
/// <param name="Height">Number of rows; 0 or less if the image is not taller than the strip.</param>
internal readonly record struct FrameRegion(int Left, int Width, int Height)
{
    /// <summary>
    /// The original crops by PIL's box (0, 0, w − w/2, h − strip), whose floats round with ties to even: of 5 columns FA has 2, of
    /// 7 it has 4. ICGA begins where FA ends, so that every column belongs to one of the two.
    /// </summary>
    public static FrameRegion Of(int width, int height, Modality modality, int strip)
    {
        int middle = (int)Math.Round(width - width / 2.0);
        return modality switch
        {
            Modality.FA => new(0, middle, height - strip),
            Modality.ICGA => new(middle, width - middle, height - strip),
            _ => new(0, width, height - strip),
        };
    }
}
