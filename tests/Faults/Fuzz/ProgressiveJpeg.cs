namespace Angioboard.Faults.Fuzz;

/// <summary>
/// Plain grey progressive JPEGs, with few bytes for their size. The cost of decoding depends on the number of their scans.
/// </summary>
internal static class ProgressiveJpeg
{
    /// <summary>A picture of which each scan visits all coefficients again.</summary>
    public static byte[] Bytes(int width, int height, int components, int scans)
    {
        long blocks = (width + 7L) / 8 * ((height + 7) / 8);
        List<byte> file = [0xff, 0xd8, 0xff, 0xdb, 0, 67, 0, .. Enumerable.Repeat((byte)1, 64)];
        file.AddRange([0xff, 0xc2, 0, (byte)(8 + 3 * components), 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width,
            (byte)components]);
        for (int c = 1; c <= components; c++) file.AddRange([(byte)c, 0x11, 0]);
        Table(file, 0x00, 0);
        Table(file, 0x10, 0xe0);
        for (int c = 1; c <= components; c++)
        {
            Scan(file, c, 0, 0, 0);
            Bits(file, blocks);
        }
        for (int s = 0; s < scans; s++) Empty(file, 1 + s % components, s < components ? 0x01 : 0x10, blocks);
        file.AddRange([0xff, 0xd9]);
        return [.. file];
    }

    private static void Table(List<byte> file, byte id, byte symbol)
    {
        file.AddRange([0xff, 0xc4, 0, 20, id, 1, .. new byte[15], symbol]);
    }

    private static void Scan(List<byte> file, int component, byte first, byte last, int precision) =>
        file.AddRange([0xff, 0xda, 0, 8, 1, (byte)component, 0x00, first, last, (byte)precision]);

    /// <summary>A scan of end-of-band runs: a code of one bit, then 14 bits for the number of further blocks.</summary>
    private static void Empty(List<byte> file, int component, int precision, long blocks)
    {
        Scan(file, component, 1, 63, precision);
        int bits = 0, count = 0;
        for (long left = blocks; left > 0;)
        {
            // If fewer blocks are left, the rest of the run is never used.
            int more = (int)Math.Min(left - (1 << 14), (1 << 14) - 1);
            int run = more < 0 ? 0 : more;
            left -= (1 << 14) + run;
            for (int bit = 14; bit >= 0; bit--) Push(bit == 14 ? 0 : (run >> bit) & 1);
        }
        while (count > 0) Push(1);

        void Push(int bit)
        {
            bits = (bits << 1) | bit;
            if (++count < 8) return;
            file.Add((byte)bits);
            if (bits == 0xff) file.Add(0);
            (bits, count) = (0, 0);
        }
    }

    private static void Bits(List<byte> file, long zeros) => file.AddRange(new byte[(zeros + 7) / 8]);
}
