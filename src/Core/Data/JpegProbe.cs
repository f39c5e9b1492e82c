using Microsoft.Win32.SafeHandles;
using SkiaSharp;

namespace Angioboard.Core.Data;

/// <summary>Says whether a file is a frame that can be used, from its first and last bytes where these are enough.</summary>
internal static class JpegProbe
{
    private const long LargestArea = 100_000_000;
    private const int RowsAtOnce = 16;

    /// <summary>The frame's facts, or null and the problem.</summary>
    public static (FrameFile? Frame, string? Problem) Read(string path, Modality modality, int strip)
    {
        try
        {
            using SafeFileHandle file = File.OpenHandle(path);
            long bytes = RandomAccess.GetLength(file);
            if (bytes == 0) return (null, $"{path}: the file is empty (0 bytes); copy it again or move it out");
            if (!Holds(file, 0, [0xff, 0xd8, 0xff])) return (null, $"{path}: not a JPEG; convert it to one or move it out");
            using SKCodec? codec = SKCodec.Create(path);
            if (codec is null || codec.EncodedFormat != SKEncodedImageFormat.Jpeg)
                return (null, $"{path}: the JPEG's header is cut short or damaged; copy the file again or move it out");

            (int width, int height) = (codec.Info.Width, codec.Info.Height);
            if (SizeFault(width, height, modality, strip) is { } fault) return (null, $"{path}: {fault}");
            // A whole JPEG ends with the marker FF D9; some writers add bytes after it, so that only decoding tells.
            if (!Holds(file, bytes - 2, [0xff, 0xd9]) && !DecodesWhole(codec)) return (null, Truncated(path));
            return (new FrameFile(path, bytes, File.GetLastWriteTimeUtc(file), width, height), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, Unreadable(path, e));
        }
    }

    /// <summary>Null if every row of the frame can be decoded, else the problem.</summary>
    public static string? Decode(string path)
    {
        using SKCodec? codec = SKCodec.Create(path);
        return codec is not null && DecodesWhole(codec) ? null : Truncated(path);
    }

    /// <summary>The problem of a file that cannot be opened or read.</summary>
    public static string Unreadable(string path, Exception reason) =>
        $"{path}: cannot be read: {reason.Message.TrimEnd('.')}; make it readable or move it out";

    private static string Truncated(string path) =>
        $"{path}: truncated or damaged: not all of the picture can be decoded; copy the file again or move it out";

    private static bool Holds(SafeFileHandle file, long position, ReadOnlySpan<byte> expected)
    {
        Span<byte> found = stackalloc byte[expected.Length];
        return position >= 0 && RandomAccess.Read(file, found, position) == found.Length && found.SequenceEqual(expected);
    }

    private static string? SizeFault(int width, int height, Modality modality, int strip) => (width, height) switch
    {
        _ when (long)width * height > LargestArea => $"{width}×{height} is over 100 megapixels; scale it down or move it out",
        _ when height <= strip =>
            $"{height} pixels high, no more than the strip of {strip} that is cut off; set a smaller strip or move it out",
        (1, _) when modality != Modality.Full => "1 pixel wide, so it has no halves; set the modality full or move it out",
        _ => null,
    };

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
