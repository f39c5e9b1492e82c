using System.Buffers;
using Angioboard.Core.Data.Frames.Jpeg;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;
using SkiaSharp;

namespace Angioboard.Core.Data.Frames;

/// <summary>
/// Reads JPEG frames as PIL does: <c>Image.open(path).convert("L")</c>, then a crop. Colour profiles and EXIF orientation are not
/// applied. Only the wanted columns and rows are decoded: by <see cref="BaselineJpeg"/> where it can, else by Skia.
/// </summary>
public static class FrameDecoder
{
    // A chroma sample at the edge of the decoded columns would be interpolated without its neighbour. Two blocks of the widest
    // sampling (four samples of luma to one of chroma, eight samples a block) keep such edges away from the wanted columns.
    private const int Margin = 64;

    private const int RowsAtOnce = 16;

    /// <summary>Number of pixels of a frame according to its header; 0 if unknown.</summary>
    /// <param name="path">A JPEG file.</param>
    /// <param name="rule">The folder that must contain the file; null for anywhere.</param>
    /// <exception cref="InputException">The file cannot be read, or is outside that folder.</exception>
    public static long Pixels(string path, OpenRule? rule = null)
    {
        try
        {
            using FrameSource file = FrameSource.Open(path, rule);
            return JpegProbe.Pixels(file, path);
        }
        catch (Exception failure) when (FileErrors.Is(failure))
        {
            throw new InputException(FrameFault.Unreadable(path, failure), failure);
        }
    }

    /// <summary>Decodes one frame.</summary>
    /// <param name="path">A JPEG file.</param>
    /// <param name="modality">
    /// FA is the left round(w − w/2) columns, ties to even, as in the original; ICGA is the columns after them.
    /// </param>
    /// <param name="strip">Height in pixels of the burnt-in strip that is cut off at the bottom.</param>
    /// <param name="rule">The folder that must contain the file; null for anywhere.</param>
    /// <exception cref="InputException">
    /// The file cannot be read, is empty, truncated, not a JPEG, over 100 megapixels, not larger than the strip, or outside that folder.
    /// </exception>
    public static GrayFrame Decode(string path, Modality modality, int strip, OpenRule? rule = null)
    {
        try
        {
            using FrameSource file = FrameSource.Open(path, rule);
            return Decode(file.All, path, modality, strip);
        }
        catch (Exception failure) when (FileErrors.Is(failure))
        {
            throw new InputException(FrameFault.Unreadable(path, failure), failure);
        }
    }

    private static GrayFrame Decode(ReadOnlySpan<byte> file, string path, Modality modality, int strip)
    {
        // A truncation within the unwanted rows would go unnoticed; the end marker shows that there is none.
        if (IsWhole(file) && BaselineHeader.Read(file) is { } header
            && FrameFault.Size(path, header.Width, header.Height, modality, strip) is null)
        {
            FrameRegion region = FrameRegion.Of(header.Width, header.Height, modality, strip);
            if (BaselineJpeg.Decode(file, header, region) is { } pixels) return new(region.Width, region.Height, pixels);
        }
        return DecodeBySkia(file, path, modality, strip);
    }

    /// <summary>Decodes a JPEG of any kind, or reports why it cannot be decoded.</summary>
    internal static unsafe GrayFrame DecodeBySkia(ReadOnlySpan<byte> file, string path, Modality modality, int strip)
    {
        if (file.IsEmpty) throw new InputException(FrameFault.Empty(path));
        fixed (byte* start = file)
        {
            using SKData data = SKData.Create((nint)start, file.Length);
            using SKCodec? codec = SKCodec.Create(data);
            if (codec is null || codec.EncodedFormat != SKEncodedImageFormat.Jpeg)
                throw new InputException(NoCodec(file, path));
            (int width, int height) = (codec.Info.Width, codec.Info.Height);
            if (FrameFault.Size(path, width, height, modality, strip) is { } fault) throw new InputException(fault);
            if (JpegScans.Matter(width, height) && JpegScans.Of(file) is var scans && scans.TooMany(width, height))
                throw new InputException(FrameFault.Scans(path, width, height, scans.Scans));
            FrameRegion region = FrameRegion.Of(width, height, modality, strip);
            int rows = IsWhole(file) ? region.Height : height;
            byte[] pixels = GC.AllocateUninitializedArray<byte>(region.Width * region.Height);
            if (!Scan(codec, region, rows, pixels))
                throw new InputException(FrameFault.Truncated(path));
            return new(region.Width, region.Height, pixels);
        }
    }

    private static string NoCodec(ReadOnlySpan<byte> file, string path) =>
        !file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]) ? FrameFault.NotJpeg(path)
        : JpegSegments.UnusualKind(file) is { } kind ? FrameFault.Kind(path, kind)
        : FrameFault.Header(path);

    private static bool IsWhole(ReadOnlySpan<byte> file) => file.EndsWith((ReadOnlySpan<byte>)[0xFF, 0xD9]);

    /// <summary>Decodes <paramref name="rows"/> rows, of which those of the region are kept; false if the file ends before.</summary>
    private static unsafe bool Scan(SKCodec codec, FrameRegion region, int rows, byte[] pixels)
    {
        SKImageInfo whole = codec.Info;
        bool gray = whole.ColorType == SKColorType.Gray8;
        int first = Math.Max(0, region.Left - Margin), last = Math.Min(whole.Width, region.Left + region.Width + Margin);
        SKImageInfo wanted = new(whole.Width, whole.Height, gray ? SKColorType.Gray8 : SKColorType.Rgba8888, SKAlphaType.Opaque);
        // Where a file ends early Skia blanks the missing rows, by a width it reads through a pointer to this call's subset, which
        // is gone by then: memory beyond the rows would be written. Memory said to be blank already is left alone.
        SKCodecOptions columns = new(SKZeroInitialized.Yes) { Subset = SKRectI.Create(first, 0, last - first, whole.Height) };
        if (codec.StartScanlineDecode(wanted, columns) != SKCodecResult.Success) return false;
        int pixelBytes = gray ? 1 : 4, rowBytes = (last - first) * pixelBytes, offset = (region.Left - first) * pixelBytes;
        byte[] scanlines = ArrayPool<byte>.Shared.Rent(rowBytes * RowsAtOnce);
        try
        {
            fixed (byte* destination = scanlines)
                for (int y = 0; y < rows; y += RowsAtOnce)
                {
                    int count = Math.Min(RowsAtOnce, rows - y);
                    if (codec.GetScanlines((nint)destination, count, rowBytes) != count) return false;
                    for (int i = 0; i < Math.Min(count, region.Height - y); i++)
                    {
                        ReadOnlySpan<byte> line = scanlines.AsSpan(i * rowBytes + offset, region.Width * pixelBytes);
                        Span<byte> row = pixels.AsSpan((y + i) * region.Width, region.Width);
                        if (gray) line.CopyTo(row);
                        else Luma.FromRgba(line, row);
                    }
                }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scanlines);
        }
        return true;
    }
}
