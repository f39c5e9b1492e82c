using Angioboard.Core;

namespace Angioboard.Faults.Fuzz.Mutations;

/// <summary>Damage to a JPEG's segments: sizes, sampling, tables, the kind of compression, repeated scans.</summary>
internal static class JpegMutations
{
    private static readonly byte[] Starts = [0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc9, 0xca];
    private static readonly int[] Sizes = [0, 1, 2, 7, 20, 21, 255, 256, 4096, 9999, 10001, 32767, 65500, 65535];

    public static byte[] Change(byte[] file, SeededRandom random)
    {
        List<(int Start, byte Marker, int Length)> segments = Segments(file);
        if (segments.Count == 0) return file;
        (int start, byte marker, int length) = segments[random.NextInt(segments.Count)];
        int frame = segments.FindIndex(segment => Starts.Contains(segment.Marker));
        switch (random.NextInt(9))
        {
            case 0 or 1 when frame >= 0 && segments[frame].Start + 9 < file.Length:
                int at = segments[frame].Start + (random.Chance(0.5) ? 5 : 7), size = Sizes[random.NextInt(Sizes.Length)];
                (file[at], file[at + 1]) = ((byte)(size >> 8), (byte)size);
                return file;
            case 2 when frame >= 0:
                file[segments[frame].Start + 1] = Starts[random.NextInt(Starts.Length)];
                return file;
            case 3 when frame >= 0 && segments[frame].Length > 10:
                // Precision, components, their ids, sampling factors and tables.
                int field = segments[frame].Start + 4 + random.NextInt(segments[frame].Length - 4);
                if (field < file.Length) file[field] = (byte)random.NextInt(random.Chance(0.5) ? 256 : 5);
                return file;
            case 4 when length >= 4 && start + 3 < file.Length:
                int claim = random.NextInt(3) switch { 0 => length - 3, 1 => length - 1, _ => Sizes[random.NextInt(Sizes.Length)] };
                (file[start + 2], file[start + 3]) = ((byte)(claim >> 8), (byte)claim);
                return file;
            case 5 when length > 4:
                file[start + 4 + random.NextInt(length - 4)] = (byte)random.NextInt(256);
                return file;
            case 6:
                return [.. file[..(start + length)], .. file[start..]];
            case 7:
                return [.. file[..start], .. file[(start + length)..]];
            default:
                file[Math.Min(start + 1, file.Length - 1)] = marker == 0xda ? (byte)0xd0 : (byte)(0xc0 + random.NextInt(64));
                return file;
        }
    }

    /// <summary>Each segment from its FF to its end; a scan with its data.</summary>
    private static List<(int Start, byte Marker, int Length)> Segments(byte[] file)
    {
        List<(int, byte, int)> segments = [];
        for (int at = 2; at + 3 < file.Length && file[at] == 0xff;)
        {
            byte marker = file[at + 1];
            int end = at + 2 + ((file[at + 2] << 8) | file[at + 3]);
            if (marker == 0xda)
                while (end + 1 < file.Length && !(file[end] == 0xff && file[end + 1] is not 0 and not (>= 0xd0 and <= 0xd7))) end++;
            end = Math.Min(end, file.Length);
            segments.Add((at, marker, end - at));
            at = end;
        }
        return segments;
    }
}
