namespace Angioboard.Core.Data.Frames;

/// <summary>What the disk tells of a frame without decoding it.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Bytes">Size of the file in bytes.</param>
/// <param name="ModifiedUtc">When it was last written.</param>
/// <param name="Width">Width in pixels, of the whole frame.</param>
/// <param name="Height">Height in pixels, the strip included.</param>
public sealed record FrameFile(string Path, long Bytes, DateTime ModifiedUtc, int Width, int Height)
{
    /// <summary>How EXIF would have viewers turn the picture, 1 to 8; 1 for not at all. Nothing here turns it.</summary>
    public int Orientation { get; init; } = 1;
}
