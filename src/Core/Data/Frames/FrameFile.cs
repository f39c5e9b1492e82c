namespace Angioboard.Core.Data.Frames;

/// <summary>Facts of a frame, read without decoding it.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Bytes">Size of the file in bytes.</param>
/// <param name="ModifiedUtc">Modification time.</param>
/// <param name="Width">Width in pixels, of the whole frame.</param>
/// <param name="Height">Height in pixels, the strip included.</param>
public sealed record FrameFile(string Path, long Bytes, DateTime ModifiedUtc, int Width, int Height)
{
    /// <summary>EXIF orientation, 1 to 8; 1 for none. It is not applied here.</summary>
    public int Orientation { get; init; } = 1;
}
