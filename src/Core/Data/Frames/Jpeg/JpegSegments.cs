using System.Buffers.Binary;

namespace Angioboard.Core.Data.Frames.Jpeg;

/// <summary>A segment before a JPEG's first scan.</summary>
/// <param name="Marker">Its second byte, after FF.</param>
/// <param name="Start">Offset of its marker in the file.</param>
/// <param name="End">Offset of its end.</param>
internal readonly record struct JpegSegment(byte Marker, int Start, int End);

/// <summary>The segments of a JPEG up to its first scan, as far as they are there, read as tolerantly as libjpeg does.</summary>
internal static class JpegSegments
{
    private const byte Prefix = 0xff, Image = 0xd8, End = 0xd9, Scan = 0xda, FirstFrame = 0xc0, JpegLs = 0xf7;

    /// <summary>All complete segments in <paramref name="file"/>, in order.</summary>
    public static List<JpegSegment> Of(ReadOnlySpan<byte> file)
    {
        List<JpegSegment> segments = [];
        int at = 0;
        while (at + 2 <= file.Length)
        {
            byte marker = file[at + 1];
            if (file[at] != Prefix || marker is 0 or Prefix)
            {
                at++;
                continue;
            }
            if (marker is Scan or End) break;
            // These markers have no length: the picture's start, restarts, and one of arithmetic coding.
            bool bare = marker is Image or 0x01 or (>= 0xd0 and <= 0xd7);
            if (!bare && at + 4 > file.Length) break;
            int end = at + 2 + (bare ? 0 : BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]));
            if (end > file.Length || (!bare && end < at + 4)) break;
            segments.Add(new JpegSegment(marker, at, end));
            at = end;
        }
        return segments;
    }

    /// <summary>Name of an unsupported kind of JPEG; null for supported kinds.</summary>
    public static string? UnusualKind(ReadOnlySpan<byte> file)
    {
        foreach (JpegSegment segment in Of(file))
        {
            if (segment.Marker == JpegLs) return "JPEG-LS";
            if (segment.Marker is not (>= FirstFrame and <= 0xcf and not (0xc4 or 0xc8 or 0xcc)) || segment.End < segment.Start + 5)
                continue;
            string? kind = segment.Marker switch
            {
                0xc3 or 0xc7 or 0xcb or 0xcf => "lossless",
                0xc5 or 0xc6 or 0xcd or 0xce => "hierarchical",
                _ => null,
            };
            int bits = file[segment.Start + 4];
            return kind ?? (bits == 8 ? null : $"{bits}-bit");
        }
        return null;
    }
}
