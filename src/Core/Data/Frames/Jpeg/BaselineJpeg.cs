using System.Runtime.CompilerServices;

namespace Angioboard.Core.Data.Frames.Jpeg;

/// <summary>
/// Decodes baseline JPEGs, as written by cameras and PIL, to the gray that PIL's <c>convert("L")</c> gives, with the same bits as
/// libjpeg-turbo and less work: blocks outside the wanted columns are skipped, rows below are not read, and neutral colour is not
/// converted. JPEGs of other kinds and invalid ones are left to a general decoder.
/// </summary>
internal static unsafe class BaselineJpeg
{
    private const int Block = 8;

    /// <summary>The gray pixels of a region within the image; null if this decoder does not support the file.</summary>
    public static byte[]? Decode(ReadOnlySpan<byte> file, BaselineHeader header, FrameRegion region)
    {
        // Of two samples of colour or fewer, libjpeg makes a row in another way.
        if (!InverseDct.IsSupported || (header.Across == 2 && header.Width <= 4)) return null;
        int groupWidth = Block * header.Across, groupHeight = Block * header.Down;
        int across = (header.Width + groupWidth - 1) / groupWidth, down = (region.Height + groupHeight - 1) / groupHeight;
        // Colour between two samples is made of both, beside the region and below it too.
        if (header.Down == 2 && region.Height % groupHeight == 0 && down * groupHeight < header.Height) down++;
        int first = Math.Max(0, (region.Left - 3) / groupWidth), end = Math.Min(across, (region.Left + region.Width + 1) / groupWidth + 1);
        SamplePlane[] planes = [.. Enumerable.Range(0, header.Components).Select(i => i == 0
            ? new SamplePlane(first * groupWidth, (end - first) * groupWidth, down * groupHeight)
            : new SamplePlane(first * Block, (end - first) * Block, down * Block))];
        try
        {
            if (!Scan(file, header, planes, (first, end, across), down)) return null;
            byte[] pixels = GC.AllocateUninitializedArray<byte>(region.Width * region.Height);
            if (planes.Length == 1)
            {
                for (int y = 0; y < region.Height; y++)
                    planes[0].Row(y).Slice(region.Left - planes[0].First, region.Width).CopyTo(pixels.AsSpan(y * region.Width));
            }
            else
            {
                new ColourRows(header, planes, region).ToGray(pixels);
            }
            return pixels;
        }
        finally
        {
            foreach (SamplePlane plane in planes) plane.Dispose();
        }
    }

    /// <summary>Reads <paramref name="down"/> rows of groups of blocks, and keeps the samples of the wanted columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Scan(ReadOnlySpan<byte> file, BaselineHeader header, SamplePlane[] planes,
        (int First, int End, int All) columns, int down)
    {
        BlockReader[] readers =
            [.. Enumerable.Range(0, planes.Length).Select(i => new BlockReader(header.Means[i], header.Others[i], header.Divisors[i]))];
        int* coefficients = stackalloc int[64];
        new Span<int>(coefficients, 64).Clear();
        int restarts = 0, untilRestart = header.RestartInterval;
        fixed (byte* start = file, luma = planes[0].Samples, blue = planes[planes.Length / 2].Samples, red = planes[^1].Samples)
        {
            ScanBits bits = new(start, header.Start, file.Length);
            for (int y = 0; y < down; y++)
            {
                for (int x = 0; x < columns.All; x++)
                {
                    if (header.RestartInterval > 0 && untilRestart-- == 0)
                    {
                        if (bits.IsOver || !bits.Restart(restarts++)) return false;
                        foreach (BlockReader reader in readers) reader.Reset();
                        untilRestart = header.RestartInterval - 1;
                    }
                    bool wanted = x >= columns.First && x < columns.End, good = true;
                    int column = (x - columns.First) * Block;
                    for (int v = 0; v < header.Down; v++)
                    {
                        for (int h = 0; h < header.Across; h++)
                        {
                            int stride = planes[0].Stride;
                            byte* samples = luma + (nint)(y * header.Down + v) * Block * stride + column * header.Across + h * Block;
                            good &= wanted ? readers[0].Read(ref bits, coefficients, samples, stride) : readers[0].Skip(ref bits);
                        }
                    }
                    if (planes.Length == 3)
                    {
                        int stride = planes[1].Stride, place = y * Block * stride + column;
                        good &= wanted ? readers[1].Read(ref bits, coefficients, blue + place, stride) : readers[1].Skip(ref bits);
                        good &= wanted ? readers[2].Read(ref bits, coefficients, red + place, stride) : readers[2].Skip(ref bits);
                    }
                    if (!good) return false;
                }
                if (bits.IsOver) return false;
            }
        }
        return true;
    }
}
