using System.Runtime.InteropServices;
using SkiaSharp;

namespace Angioboard.Core.Phantom;

/// <summary>The JPEG files of one exam.</summary>
/// <param name="HalfSide">Pixels of a half's side.</param>
/// <param name="Colour">Three channels, though the halves are grey; else one.</param>
internal sealed record FrameJpeg(int HalfSide, bool Colour)
{
    private const int Quality = 90;

    public int Width => 2 * HalfSide;

    public int Height => HalfSide + Strip.Height;

    /// <summary>A file's bytes.</summary>
    /// <param name="pixels">Grey values, <see cref="Width"/> × <see cref="Height"/>, row by row.</param>
    public byte[] Encode(byte[] pixels)
    {
        using SKBitmap bitmap = new(Width, Height, Colour ? SKColorType.Rgba8888 : SKColorType.Gray8, SKAlphaType.Opaque);
        byte[] row = new byte[bitmap.RowBytes];
        for (int y = 0; y < Height; y++)
        {
            Span<byte> grey = pixels.AsSpan(y * Width, Width);
            if (Colour) Spread(grey, row, y >= HalfSide);
            else grey.CopyTo(row);
            Marshal.Copy(row, 0, bitmap.GetPixels() + y * bitmap.RowBytes, row.Length);
        }
        using SKData file = bitmap.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return file.ToArray();
    }

    /// <summary>Grey to RGBA; the strip's letters are amber.</summary>
    private static void Spread(ReadOnlySpan<byte> grey, Span<byte> row, bool strip)
    {
        for (int x = 0; x < grey.Length; x++)
        {
            row[4 * x] = grey[x];
            row[4 * x + 1] = strip ? (byte)(grey[x] * 4 / 5) : grey[x];
            row[4 * x + 2] = strip ? (byte)(grey[x] / 4) : grey[x];
            row[4 * x + 3] = 255;
        }
    }
}
