namespace Angioboard.Core.Data.Frames;

/// <summary>A decoded frame, cropped to its modality.</summary>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Pixels">Luma from 0 to 255, row by row from the top left, <c>Width × Height</c> of them.</param>
public sealed record GrayFrame(int Width, int Height, byte[] Pixels);
