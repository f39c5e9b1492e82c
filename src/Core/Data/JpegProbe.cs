using Microsoft.Win32.SafeHandles;
using SkiaSharp;

namespace Angioboard.Core.Data;

/// <summary>Says whether a file is a frame that can be used, from its first and last bytes where these are enough.</summary>
internal static class JpegProbe
{
    private const int RowsAtOnce = 16;

    /// <summary>The frame's facts, or null and the problem.</summary>
    public static (FrameFile? Frame, string? Problem) Read(string path, Modality modality, int strip)
    {
        try
        {
            using SafeFileHandle file = File.OpenHandle(path);
            long bytes = RandomAccess.GetLength(file);
            if (bytes == 0) return (null, FrameFault.Empty(path));
            if (!Holds(file, 0, [0xff, 0xd8, 0xff])) return (null, FrameFault.NotJpeg(path));
            using SKCodec? codec = SKCodec.Create(path);
            if (codec is null || codec.EncodedFormat != SKEncodedImageFormat.Jpeg) return (null, FrameFault.Header(path));

            (int width, int height) = (codec.Info.Width, codec.Info.Height);
            if (FrameFault.Size(path, width, height, modality, strip) is { } fault) return (null, fault);
            if (JpegScans.Matter(width, height) && JpegScans.Of(File.ReadAllBytes(path)) is var scans && scans.TooMany(width, height))
                return (null, FrameFault.Scans(path, width, height, scans.Scans));
            // A whole JPEG ends with the marker FF D9; some writers add bytes after it, so that only decoding tells.
            if (!Holds(file, bytes - 2, [0xff, 0xd9]) && !DecodesWhole(codec)) return (null, FrameFault.Truncated(path));
            return (new FrameFile(path, bytes, File.GetLastWriteTimeUtc(file), width, height), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, FrameFault.Unreadable(path, e));
        }
    }

    /// <summary>Null if every row of the frame can be decoded, else the problem.</summary>
    public static string? Decode(string path)
    {
        using SKCodec? codec = SKCodec.Create(path);
        return codec is not null && DecodesWhole(codec) ? null : FrameFault.Truncated(path);
    }

    private static bool Holds(SafeFileHandle file, long position, ReadOnlySpan<byte> expected)
    {
        Span<byte> found = stackalloc byte[expected.Length];
        return position >= 0 && RandomAccess.Read(file, found, position) == found.Length && found.SequenceEqual(expected);
    }

    private static unsafe bool DecodesWhole(SKCodec codec)
    {
        // A few rows at a time: checking a large frame takes no more memory than a small one.
        SKImageInfo rows = new(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        if (codec.StartScanlineDecode(rows) != SKCodecResult.Success) return false;
        byte[] buffer = new byte[RowsAtOnce * rows.RowBytes];
        fixed (byte* pixels = buffer)
        {
            for (int row = 0; row < rows.Height; row += RowsAtOnce)
            {
                int count = Math.Min(RowsAtOnce, rows.Height - row);
                if (codec.GetScanlines((nint)pixels, count, rows.RowBytes) < count) return false;
            }
        }
        return true;
    }
}
