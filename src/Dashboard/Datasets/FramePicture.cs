using System.Runtime.InteropServices;
using Angioboard.Core.Data.Frames;
using SkiaSharp;

namespace Angioboard.Dashboard.Datasets;

/// <summary>A decoded frame as a JPEG for a browser: only what the model may see is in it.</summary>
internal static class FramePicture
{
    private const int Quality = 92;

    public static byte[] Encode(GrayFrame frame)
    {
        using SKBitmap bitmap = new(frame.Width, frame.Height, SKColorType.Gray8, SKAlphaType.Opaque);
        for (int y = 0; y < frame.Height; y++) Marshal.Copy(frame.Pixels, y * frame.Width, bitmap.GetPixels() + y * bitmap.RowBytes,
            frame.Width);
        using SKData file = bitmap.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return file.ToArray();
    }
}
