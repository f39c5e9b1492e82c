using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Angioboard.Core.Formats;

/// <summary>Converts float32 to float16 (IEEE 754 binary16) and back.</summary>
internal static class HalfPrecision
{
    /// <summary>Rounds to the nearest, ties to even.</summary>
    public static void Narrow(ReadOnlySpan<float> values, Span<Half> halves)
    {
        for (int i = 0; i < values.Length; i++) halves[i] = (Half)values[i];
    }

    /// <summary>Converts finite halves back, exactly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Widen(ReadOnlySpan<Half> halves, Span<float> values)
    {
        // The shifted exponent is too small by a factor of 2^112, also for subnormal halves.
        Vector256<float> scale = Vector256.Create(BitConverter.UInt32BitsToSingle((127 + 112) << 23));
        ref ushort source = ref Unsafe.As<Half, ushort>(ref MemoryMarshal.GetReference(halves));
        int i = 0;
        for (; i <= halves.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            Vector256<uint> bits = Vector256.WidenLower(Vector128.LoadUnsafe(ref source, (nuint)i).ToVector256Unsafe());
            Vector256<uint> sign = (bits & Vector256.Create(0x8000u)) << 16;
            Vector256<uint> magnitude = (((bits & Vector256.Create(0x7fffu)) << 13).AsSingle() * scale).AsUInt32();
            (magnitude | sign).AsSingle().CopyTo(values[i..]);
        }
        for (; i < halves.Length; i++) values[i] = (float)halves[i];
    }

    /// <summary>Rounds each number to half precision.</summary>
    public static void Round(Span<float> values)
    {
        foreach (ref float value in values) value = (float)(Half)value;
    }
}
