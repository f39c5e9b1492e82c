using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Angioboard.Core.Data.Frames.Jpeg;

/// <summary>
/// A block's 64 samples from its coefficients, with the bits of libjpeg's <c>jpeg_idct_islow</c> (Loeffler, Ligtenberg and Moschytz 1989,
/// in 13-bit fixed point): columns, then rows.
/// </summary>
internal static unsafe class InverseDct
{
    private const int ConstantBits = 13, ExtraBits = 2;

    /// <summary>Whether this CPU supports it.</summary>
    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>Writes 8 rows of 8 samples.</summary>
    /// <param name="coefficients">64 dequantized coefficients, row by row.</param>
    /// <param name="samples">The first row.</param>
    /// <param name="stride">Stride between rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transform(int* coefficients, byte* samples, int stride)
    {
        Vector256<int> a = Vector256.Load(coefficients), b = Vector256.Load(coefficients + 8), c = Vector256.Load(coefficients + 16);
        Vector256<int> d = Vector256.Load(coefficients + 24), e = Vector256.Load(coefficients + 32), f = Vector256.Load(coefficients + 40);
        Vector256<int> g = Vector256.Load(coefficients + 48), h = Vector256.Load(coefficients + 56);
        Pass(ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h, ConstantBits - ExtraBits);
        Transpose(ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
        Pass(ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h, ConstantBits + ExtraBits + 3);

        // Each vector is a column now. In each half, a 4 × 4 block is transposed.
        Vector256<byte> turn = Vector256.Create((byte)0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6,
            10, 14, 3, 7, 11, 15);
        Vector256<byte> level = Vector256.Create((byte)128);
        Vector256<byte> left = Avx2.PackSignedSaturate(Avx2.PackSignedSaturate(a, b), Avx2.PackSignedSaturate(c, d)).AsByte();
        Vector256<byte> right = Avx2.PackSignedSaturate(Avx2.PackSignedSaturate(e, f), Avx2.PackSignedSaturate(g, h)).AsByte();
        left = Avx2.Shuffle(left, turn) + level;
        right = Avx2.Shuffle(right, turn) + level;
        Vector256<ulong> first = Avx2.UnpackLow(left.AsUInt32(), right.AsUInt32()).AsUInt64();
        Vector256<ulong> second = Avx2.UnpackHigh(left.AsUInt32(), right.AsUInt32()).AsUInt64();
        Store(samples, first.GetLower(), stride);
        Store(samples + 2 * stride, second.GetLower(), stride);
        Store(samples + 4 * stride, first.GetUpper(), stride);
        Store(samples + 6 * stride, second.GetUpper(), stride);
    }

    /// <summary>The same for a block with only a DC coefficient.</summary>
    public static void Fill(int mean, byte* samples, int stride)
    {
        int value = Math.Clamp(((mean << ExtraBits) + (1 << (ExtraBits + 2)) >> (ExtraBits + 3)) + 128, 0, 255);
        ulong row = (ulong)value * 0x0101010101010101;
        for (int y = 0; y < 8; y++) Unsafe.WriteUnaligned(samples + y * stride, row);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(byte* samples, Vector128<ulong> rows, int stride)
    {
        Unsafe.WriteUnaligned(samples, rows[0]);
        Unsafe.WriteUnaligned(samples + stride, rows[1]);
    }

    /// <summary>Eight transforms of eight numbers at once: lane by lane from <paramref name="a"/> to <paramref name="h"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pass(
        ref Vector256<int> a, ref Vector256<int> b, ref Vector256<int> c, ref Vector256<int> d,
        ref Vector256<int> e, ref Vector256<int> f, ref Vector256<int> g, ref Vector256<int> h, int shift)
    {
        Vector256<int> z1 = (c + g) * Vector256.Create(4433);
        Vector256<int> low = z1 - g * Vector256.Create(15137), high = z1 + c * Vector256.Create(6270);
        // The value added here rounds all eight results.
        Vector256<int> half = Vector256.Create(1 << (shift - 1));
        Vector256<int> sum = ((a + e) << ConstantBits) + half, difference = ((a - e) << ConstantBits) + half;
        Vector256<int> e0 = sum + high, e3 = sum - high, e1 = difference + low, e2 = difference - low;

        Vector256<int> z3 = h + d, z4 = f + b, z5 = (z3 + z4) * Vector256.Create(9633);
        Vector256<int> z2 = (f + d) * Vector256.Create(-20995);
        z1 = (h + b) * Vector256.Create(-7373);
        z3 = z3 * Vector256.Create(-16069) + z5;
        z4 = z4 * Vector256.Create(-3196) + z5;
        Vector256<int> o0 = h * Vector256.Create(2446) + z1 + z3, o1 = f * Vector256.Create(16819) + z2 + z4;
        Vector256<int> o2 = d * Vector256.Create(25172) + z2 + z3, o3 = b * Vector256.Create(12299) + z1 + z4;

        a = (e0 + o3) >> shift;
        h = (e0 - o3) >> shift;
        b = (e1 + o2) >> shift;
        g = (e1 - o2) >> shift;
        c = (e2 + o1) >> shift;
        f = (e2 - o1) >> shift;
        d = (e3 + o0) >> shift;
        e = (e3 - o0) >> shift;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        ref Vector256<int> a, ref Vector256<int> b, ref Vector256<int> c, ref Vector256<int> d,
        ref Vector256<int> e, ref Vector256<int> f, ref Vector256<int> g, ref Vector256<int> h)
    {
        Vector256<long> ab = Avx2.UnpackLow(a, b).AsInt64(), ba = Avx2.UnpackHigh(a, b).AsInt64();
        Vector256<long> cd = Avx2.UnpackLow(c, d).AsInt64(), dc = Avx2.UnpackHigh(c, d).AsInt64();
        Vector256<long> ef = Avx2.UnpackLow(e, f).AsInt64(), fe = Avx2.UnpackHigh(e, f).AsInt64();
        Vector256<long> gh = Avx2.UnpackLow(g, h).AsInt64(), hg = Avx2.UnpackHigh(g, h).AsInt64();
        Vector256<int> p = Avx2.UnpackLow(ab, cd).AsInt32(), q = Avx2.UnpackHigh(ab, cd).AsInt32();
        Vector256<int> r = Avx2.UnpackLow(ba, dc).AsInt32(), s = Avx2.UnpackHigh(ba, dc).AsInt32();
        Vector256<int> t = Avx2.UnpackLow(ef, gh).AsInt32(), u = Avx2.UnpackHigh(ef, gh).AsInt32();
        Vector256<int> v = Avx2.UnpackLow(fe, hg).AsInt32(), w = Avx2.UnpackHigh(fe, hg).AsInt32();
        a = Avx2.Permute2x128(p, t, 0x20);
        b = Avx2.Permute2x128(q, u, 0x20);
        c = Avx2.Permute2x128(r, v, 0x20);
        d = Avx2.Permute2x128(s, w, 0x20);
        e = Avx2.Permute2x128(p, t, 0x31);
        f = Avx2.Permute2x128(q, u, 0x31);
        g = Avx2.Permute2x128(r, v, 0x31);
        h = Avx2.Permute2x128(s, w, 0x31);
    }
}
