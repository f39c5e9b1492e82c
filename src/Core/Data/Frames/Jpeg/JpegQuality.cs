namespace Angioboard.Core.Data.Frames.Jpeg;

/// <summary>The quality that a JPEG was saved with, from 1 to 100, as far as its first quantization table tells.</summary>
internal static class JpegQuality
{
    private const byte Tables = 0xdb;

    /// <summary>
    /// The standard's table for luma (ITU-T T.81, K.1), in file order; libjpeg and most programs scale it by the quality.
    /// </summary>
    private static readonly byte[] standard =
    [
        16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40, 26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58, 51, 61, 60, 57, 51,
        56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87, 95, 98, 103, 104, 103, 62, 77, 113, 121, 112, 100, 120, 92, 101,
        103, 99,
    ];

    /// <summary>The quality by the mean scale of the table; null without a table.</summary>
    public static double? Of(ReadOnlySpan<byte> file)
    {
        foreach (JpegSegment segment in JpegSegments.Of(file))
        {
            if (segment.Marker != Tables) continue;
            for (int at = segment.Start + 4; at < segment.End;)
            {
                int kind = file[at++], bytes = kind >> 4 == 0 ? 1 : 2;
                if (at + standard.Length * bytes > segment.End) break;
                if ((kind & 15) == 0) return Quality(file.Slice(at, standard.Length * bytes), bytes);
                at += standard.Length * bytes;
            }
        }
        return null;
    }

    // libjpeg: a scale of 5000 / quality below 50, else of 200 − 2 · quality, in hundredths. Entries cut at 1 or 255 say nothing.
    private static double Quality(ReadOnlySpan<byte> table, int bytes)
    {
        double wanted = 0, found = 0;
        for (int i = 0; i < standard.Length; i++)
        {
            int entry = bytes == 1 ? table[i] : table[2 * i] << 8 | table[2 * i + 1];
            if (entry is <= 1 or 255) continue;
            found += entry;
            wanted += standard[i];
        }
        if (wanted == 0) return 100;
        double scale = 100 * found / wanted;
        return Math.Clamp(scale <= 100 ? (200 - scale) / 2 : 5000 / scale, 1, 100);
    }
}
