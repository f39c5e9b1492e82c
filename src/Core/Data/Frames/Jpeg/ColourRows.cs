using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Angioboard.Core.Data.Frames.Jpeg;

/// <summary>
/// Gray from luma and colour, row by row: colour is interpolated between its samples as by libjpeg's "fancy" upsampling, red, green and
/// blue are made and clamped as by its jdcolor.c, and gray is made of them as by PIL. Where there is no colour, luma is all of that.
/// </summary>
internal sealed class ColourRows(BaselineHeader header, SamplePlane[] planes, FrameRegion region)
{
    private const int Vector = 32;

    // The colour samples that are used, and the picture's column that the first of them begins with.
    private readonly int first = region.Left / header.Across, left = region.Left / header.Across * header.Across;
    private readonly int count = (region.Left + region.Width - 1) / header.Across - region.Left / header.Across + 1;
    private readonly int samples = (header.Width + header.Across - 1) / header.Across,
        rows = (header.Height + header.Down - 1) / header.Down;

    // A row of colour before it is stretched, with a neighbour on either side; and after.
    private readonly ushort[] sums = new ushort[region.Width + 2 * Vector];
    private readonly byte[] blue = new byte[region.Width + 3 * Vector], red = new byte[region.Width + 3 * Vector];

    /// <summary>Writes the region's pixels, row by row.</summary>
    public void ToGray(Span<byte> pixels)
    {
        for (int y = 0; y < region.Height; y++)
        {
            Span<byte> line = pixels.Slice(y * region.Width, region.Width);
            ReadOnlySpan<byte> luma = planes[0].Row(y)[(region.Left - planes[0].First)..];
            int row = y / header.Down;
            // The rows whose samples are mixed: this one and the nearer neighbour.
            int near = header.Down == 1 ? row : Math.Clamp(y % 2 == 0 ? row - 1 : row + 1, 0, rows - 1);
            if (IsGray(row) && IsGray(near))
            {
                luma[..line.Length].CopyTo(line);
                continue;
            }
            Stretch(planes[1], row, near, blue);
            Stretch(planes[2], row, near, red);
            Mix(luma, blue.AsSpan(region.Left - left), red.AsSpan(region.Left - left), line);
        }
    }

    private bool IsGray(int row) =>
        Used(planes[1], row).IndexOfAnyExcept((byte)128) < 0 && Used(planes[2], row).IndexOfAnyExcept((byte)128) < 0;

    /// <summary>The row's samples that are used, with the neighbours that there are.</summary>
    private ReadOnlySpan<byte> Used(SamplePlane plane, int row)
    {
        int begin = Math.Max(0, first - 1), end = Math.Min(samples, first + count + 1);
        return plane.Row(row)[(begin - plane.First)..(end - plane.First)];
    }

    /// <summary>A row of colour at luma's width, from column <see cref="left"/>.</summary>
    private void Stretch(SamplePlane plane, int row, int near, Span<byte> wide)
    {
        ReadOnlySpan<byte> here = Used(plane, row), there = Used(plane, near);
        if (header.Across == 1)
        {
            here.Slice(first - Math.Max(0, first - 1), count).CopyTo(wide);
            return;
        }
        int before = first > 0 ? 0 : 1;
        Span<ushort> sum = sums.AsSpan(before, here.Length);
        if (header.Down == 2)
        {
            for (int i = 0; i < sum.Length; i++) sum[i] = (ushort)(3 * here[i] + there[i]);
        }
        else
        {
            for (int i = 0; i < sum.Length; i++) sum[i] = here[i];
        }
        // At the picture's edges a sample is its own neighbour.
        if (first == 0) sums[0] = sums[1];
        if (first + count == samples) sums[count + 1] = sums[count];
        if (header.Down == 2) Interpolate(wide, 8, 7, 4);
        else Interpolate(wide, 1, 2, 2);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Interpolate(Span<byte> wide, ushort roundLeft, ushort roundRight, int shift)
    {
        ref ushort sum = ref MemoryMarshal.GetArrayDataReference(sums);
        ref byte destination = ref MemoryMarshal.GetReference(wide);
        Vector256<ushort> three = Vector256.Create((ushort)3), addLeft = Vector256.Create(roundLeft),
            addRight = Vector256.Create(roundRight);
        for (int i = 0; i < count; i += Vector256<ushort>.Count)
        {
            Vector256<ushort> here = Vector256.LoadUnsafe(ref sum, (nuint)i + 1) * three;
            Vector256<ushort> even = (here + Vector256.LoadUnsafe(ref sum, (nuint)i) + addLeft) >>> shift;
            Vector256<ushort> odd = (here + Vector256.LoadUnsafe(ref sum, (nuint)i + 2) + addRight) >>> shift;
            (even | odd << 8).AsByte().StoreUnsafe(ref destination, (nuint)(2 * i));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Mix(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> blue, ReadOnlySpan<byte> red, Span<byte> gray)
    {
        fixed (byte* y = luma, cb = blue, cr = red, destination = gray)
        {
            int x = 0;
            for (; x <= gray.Length - 16; x += 16)
            {
                Vector256<int> low = Gray(y + x, cb + x, cr + x), high = Gray(y + x + 8, cb + x + 8, cr + x + 8);
                Vector256<short> both = Avx2.Permute4x64(Avx2.PackSignedSaturate(low, high).AsInt64(), 0b11_01_10_00).AsInt16();
                Vector128.Store(Sse2.PackUnsignedSaturate(both.GetLower(), both.GetUpper()), destination + x);
            }
            for (; x < gray.Length; x++)
            {
                int b = cb[x] - 128, r = cr[x] - 128;
                int redLight = Math.Clamp(y[x] + (91881 * r + 32768 >> 16), 0, 255);
                int greenLight = Math.Clamp(y[x] + (32768 - 22554 * b - 46802 * r >> 16), 0, 255);
                int blueLight = Math.Clamp(y[x] + (116130 * b + 32768 >> 16), 0, 255);
                destination[x] = (byte)(19595 * redLight + 38470 * greenLight + 7471 * blueLight + 32768 >> 16);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector256<int> Gray(byte* luma, byte* blue, byte* red)
    {
        Vector256<int> middle = Vector256.Create(128), half = Vector256.Create(32768), most = Vector256.Create(255);
        Vector256<int> y = Avx2.ConvertToVector256Int32(luma);
        Vector256<int> b = Avx2.ConvertToVector256Int32(blue) - middle, r = Avx2.ConvertToVector256Int32(red) - middle;
        Vector256<int> redLight = y + ((r * Vector256.Create(91881) + half) >> 16);
        Vector256<int> greenLight = y + ((half - b * Vector256.Create(22554) - r * Vector256.Create(46802)) >> 16);
        Vector256<int> blueLight = y + ((b * Vector256.Create(116130) + half) >> 16);
        redLight = Vector256.Clamp(redLight, Vector256<int>.Zero, most);
        greenLight = Vector256.Clamp(greenLight, Vector256<int>.Zero, most);
        blueLight = Vector256.Clamp(blueLight, Vector256<int>.Zero, most);
        return (redLight * Vector256.Create(19595) + greenLight * Vector256.Create(38470) + blueLight * Vector256.Create(7471) + half)
            >>> 16;
    }
}
