using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Angioboard.Core.Data.Frames.Jpeg;

/// <summary>When a JPEG was taken, by its EXIF: <c>DateTimeOriginal</c>, else <c>DateTime</c>.</summary>
internal static class ExifDate
{
    private const byte Application1 = 0xe1;
    private const ushort DateTimeTag = 0x0132, Pointer = 0x8769, Original = 0x9003;
    private const int Entry = 12, Text = 20;

    /// <summary>The date and time; null if it has none.</summary>
    public static DateTime? Of(ReadOnlySpan<byte> file)
    {
        foreach (JpegSegment segment in JpegSegments.Of(file))
        {
            if (segment.Marker != Application1) continue;
            ReadOnlySpan<byte> body = file[(segment.Start + 4)..segment.End];
            if (body.StartsWith("Exif\0\0"u8)) return Read(body[6..]);
        }
        return null;
    }

    private static DateTime? Read(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8) return null;
        bool little = tiff.StartsWith("II"u8);
        int first = Position(tiff, 4, little);
        return Find(tiff, first, Pointer, little) is { } pointer && Find(tiff, Position(tiff, pointer, little), Original, little) is { } own
            && Date(tiff, Position(tiff, own, little)) is { } original
                ? original
                : Find(tiff, first, DateTimeTag, little) is { } changed ? Date(tiff, Position(tiff, changed, little)) : null;
    }

    // The offset of an entry's value in a directory.
    private static int? Find(ReadOnlySpan<byte> tiff, int directory, ushort tag, bool little)
    {
        if (directory < 0 || directory > tiff.Length - 2) return null;
        int count = Short(tiff[directory..], little);
        for (int i = 0, at = directory + 2; i < count && at + Entry <= tiff.Length; i++, at += Entry)
        {
            if (Short(tiff[at..], little) == tag) return at + 8;
        }
        return null;
    }

    private static DateTime? Date(ReadOnlySpan<byte> tiff, int at) =>
        at >= 0 && at <= tiff.Length - Text && DateTime.TryParseExact(Encoding.ASCII.GetString(tiff.Slice(at, Text - 1)),
            "yyyy:MM:dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime date) ? date : null;

    private static ushort Short(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    // Negative if it points beyond 2 gigabytes, and so outside.
    private static int Position(ReadOnlySpan<byte> tiff, int at, bool little) =>
        at < 0 || at > tiff.Length - 4 ? -1
        : little ? BinaryPrimitives.ReadInt32LittleEndian(tiff[at..]) : BinaryPrimitives.ReadInt32BigEndian(tiff[at..]);
}
