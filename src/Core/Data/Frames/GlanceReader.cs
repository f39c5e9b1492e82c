namespace Angioboard.Core.Data.Frames;

/// <summary>Makes a <see cref="FrameGlance"/> from a frame's rows, a few at a time, so that a large frame needs no more memory.</summary>
/// <param name="modality">The half that models see.</param>
/// <param name="strip">Height of the burnt-in strip.</param>
internal sealed class GlanceReader(Modality modality, int strip)
{
    private FrameRegion region;
    private AveragedCells picture = new(1, 1, 1, 1), below = new(1, 1, 1, 1);
    private byte[] gray = [];

    /// <summary>Begins a frame.</summary>
    public void Start(int width, int height)
    {
        region = FrameRegion.Of(width, height, modality, strip);
        picture = new AveragedCells(region.Width, region.Height, FrameGlance.Side, FrameGlance.Side);
        below = new AveragedCells(region.Width, strip, FrameGlance.StripWidth, FrameGlance.StripHeight);
        gray = new byte[region.Width];
    }

    /// <summary>Adds the next row.</summary>
    /// <param name="row">Its number, from 0.</param>
    /// <param name="rgba">Its pixels, 4 bytes each.</param>
    public void Add(int row, ReadOnlySpan<byte> rgba)
    {
        Luma.FromRgba(rgba.Slice(4 * region.Left, 4 * region.Width), gray);
        if (row < region.Height) picture.Add(row, gray);
        else below.Add(row - region.Height, gray);
    }

    /// <summary>The frame, after its last row.</summary>
    public FrameGlance Read() =>
        new(picture.Cells(), picture.Mean, picture.Deviation, strip == 0 ? [] : below.Cells(), below.Mean, below.Deviation);
}
