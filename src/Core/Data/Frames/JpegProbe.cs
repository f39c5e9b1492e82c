using Angioboard.Core.Data.Frames.Jpeg;
using Angioboard.Core.Files;
using SkiaSharp;

namespace Angioboard.Core.Data.Frames;

/// <summary>
/// Checks whether a file is a usable frame, from its first and last bytes if these are enough. Skia gets bytes, not paths: a file that
/// the system does not let it open would look damaged.
/// </summary>
internal static unsafe class JpegProbe
{
    private const int RowsAtOnce = 16;

    // Headers with a thumbnail or a colour profile may be larger.
    private const int UsualHeader = 1 << 14, LargeHeader = 1 << 18;

    /// <summary>The frame's facts, or null and the problem.</summary>
    public static (FrameFile? Frame, string? Problem) Read(string path, Modality modality, int strip)
    {
        try
        {
            using FrameSource file = FrameSource.Open(path);
            if (Look(file, path, out string? problem) is not var (width, height, orientation)) return (null, problem);
            if (FrameFault.Size(path, width, height, modality, strip) is { } fault) return (null, fault);
            if (JpegScans.Matter(width, height) && JpegScans.Of(file.All) is var scans && scans.TooMany(width, height))
                return (null, FrameFault.Scans(path, width, height, scans.Scans));
            // A whole JPEG ends with the marker FF D9; some writers add bytes after it, so only decoding can decide.
            if (!file.EndsWith([0xff, 0xd9]) && !DecodesWhole(file.All)) return (null, FrameFault.Truncated(path));
            return (new FrameFile(path, file.Length, file.ModifiedUtc, width, height) { Orientation = orientation }, null);
        }
        catch (InputException e)
        {
            return (null, e.Problems[0]);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            return (null, FrameFault.Unreadable(path, e));
        }
    }

    /// <summary>Why a file is not an image of a usable size; null if it is one, complete or not.</summary>
    public static string? WhyNoPicture(FrameSource file, string path) =>
        Look(file, path, out string? problem) is var (width, height, _) ? FrameFault.Size(path, width, height, Modality.Full, 0) : problem;

    /// <summary>Number of pixels of a frame according to its header; 0 if unknown.</summary>
    public static long Pixels(FrameSource file, string path) =>
        Look(file, path, out _) is var (width, height, _) ? (long)width * height : 0;

    /// <summary>Whether every row of the image in these bytes can be decoded.</summary>
    /// <param name="file">The bytes.</param>
    /// <param name="rows">Receives the rows; null if nobody wants them.</param>
    public static bool DecodesWhole(ReadOnlySpan<byte> file, GlanceReader? rows = null)
    {
        fixed (byte* start = file)
        {
            using SKData data = SKData.Create((nint)start, file.Length);
            using SKCodec? codec = SKCodec.Create(data);
            return codec is not null && DecodesWhole(codec, rows);
        }
    }

    private static (int Width, int Height, int Orientation)? Look(FrameSource file, string path, out string? problem)
    {
        problem = file.Length == 0 ? FrameFault.Empty(path)
            : !file.First(UsualHeader).StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff]) ? FrameFault.NotJpeg(path)
            : null;
        if (problem is not null) return null;
        (int Width, int Height, int Orientation)? header = ReadHeader(file.First(UsualHeader)) ?? ReadHeader(file.First(LargeHeader))
            ?? ReadHeader(file.All);
        if (header is null)
            problem = JpegSegments.UnusualKind(file.All) is { } kind ? FrameFault.Kind(path, kind) : FrameFault.Header(path);
        return header;
    }

    private static (int Width, int Height, int Orientation)? ReadHeader(ReadOnlySpan<byte> file)
    {
        fixed (byte* start = file)
        {
            using SKData data = SKData.Create((nint)start, file.Length);
            using SKCodec? codec = SKCodec.Create(data);
            // Skia's origins have the same values as EXIF's.
            return codec is { EncodedFormat: SKEncodedImageFormat.Jpeg }
                ? (codec.Info.Width, codec.Info.Height, (int)codec.EncodedOrigin)
                : null;
        }
    }

    private static bool DecodesWhole(SKCodec codec, GlanceReader? reader)
    {
        // A few rows at a time: checking a large frame takes no more memory than a small one.
        SKImageInfo rows = new(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        if (codec.StartScanlineDecode(rows) != SKCodecResult.Success) return false;
        byte[] buffer = new byte[RowsAtOnce * rows.RowBytes];
        reader?.Start(rows.Width, rows.Height);
        fixed (byte* pixels = buffer)
        {
            for (int row = 0; row < rows.Height; row += RowsAtOnce)
            {
                int count = Math.Min(RowsAtOnce, rows.Height - row);
                if (codec.GetScanlines((nint)pixels, count, rows.RowBytes) < count) return false;
                for (int i = 0; reader is not null && i < count; i++) reader.Add(row + i, buffer.AsSpan(i * rows.RowBytes, rows.RowBytes));
            }
        }
        return true;
    }
}
