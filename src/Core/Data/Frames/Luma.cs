using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Angioboard.Core.Data.Frames;

/// <summary>Gray from colour as PIL's <c>convert("L")</c> computes it: ITU-R 601 weights in 16-bit fixed point, rounded.</summary>
internal static class Luma
{
    private const uint Red = 19595, Green = 38470, Blue = 7471, Half = 0x8000;

    /// <summary>Converts as many RGBA pixels (4 bytes each) as <paramref name="gray"/> is long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FromRgba(ReadOnlySpan<byte> rgba, Span<byte> gray)
    {
        ReadOnlySpan<uint> pixels = MemoryMarshal.Cast<byte, uint>(rgba);
        int x = 0;
        for (; x <= gray.Length - 32; x += 32)
        {
            ref readonly uint first = ref pixels[x];
            Vector256<ushort> low = Vector256.Narrow(Of(Vector256.LoadUnsafe(in first)), Of(Vector256.LoadUnsafe(in first, 8)));
            Vector256<ushort> high = Vector256.Narrow(Of(Vector256.LoadUnsafe(in first, 16)), Of(Vector256.LoadUnsafe(in first, 24)));
            Vector256.Narrow(low, high).CopyTo(gray[x..]);
        }
        for (; x < gray.Length; x++)
        {
            uint pixel = pixels[x];
            gray[x] = (byte)((Red * (pixel & 255) + Green * (pixel >> 8 & 255) + Blue * (pixel >> 16 & 255) + Half) >> 16);
        }
    }

    private static Vector256<uint> Of(Vector256<uint> pixels)
    {
        Vector256<uint> mask = Vector256.Create(255u);
        Vector256<uint> sum = (pixels & mask) * Red + (pixels >>> 8 & mask) * Green + (pixels >>> 16 & mask) * Blue;
        return (sum + Vector256.Create(Half)) >>> 16;
    }
}
