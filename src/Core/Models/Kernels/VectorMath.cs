using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Angioboard.Core.Models.Kernels;

/// <summary>Functions of sixteen float32 at a time.</summary>
internal static class VectorMath
{
    /// <summary>eˣ to the last bit or two, for x up to 0; by the polynomial of Cephes' expf on the remainder after 2ⁿ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x)
    {
        x = Vector512.MaxNative(Vector512.Create(-87f), x); // about e⁻⁸⁷ is the smallest normal number
        Vector512<float> n = Vector512.Round(x * 1.44269504f);
        Vector512<float> r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-0.693359375f), x);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(2.12194440e-4f), r);
        Vector512<float> p = Vector512.Create(1.9875691500e-4f);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.3981999507e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(8.3334519073e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(4.1665795894e-2f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.6666665459e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(5.0000001201e-1f));
        p = Vector512.FusedMultiplyAdd(p, r * r, r) + Vector512<float>.One;
        return p * ((Vector512.ConvertToInt32Native(n) + Vector512.Create(127)) << 23).AsSingle();
    }

    /// <summary>
    /// The standard normal distribution up to x, and its density there: within 1e-7, by formula 7.1.26 of Abramowitz and Stegun, which
    /// libtorch also uses for GELU.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> Distribution, Vector512<float> Density) Normal(Vector512<float> x)
    {
        Vector512<float> t = Reciprocal(Vector512.FusedMultiplyAdd(Vector512.Abs(x), Vector512.Create(0.23164189f), Vector512<float>.One));
        Vector512<float> exponential = Exp(x * x * -0.5f);
        Vector512<float> p = Vector512.Create(0.5307027145f);
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(-0.7265760135f));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(0.7107068705f));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(-0.142248368f));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(0.127414796f));
        Vector512<float> tail = p * t * exponential;
        return (Vector512.ConditionalSelect(Vector512.LessThan(x, default), tail, Vector512<float>.One - tail), exponential * 0.39894228f);
    }

    /// <summary>1 / x: the hardware's 14-bit approximation refined by a Newton step, where available.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Reciprocal(Vector512<float> x)
    {
        if (!Avx512F.IsSupported) return Vector512<float>.One / x;
        Vector512<float> r = Avx512F.Reciprocal14(x);
        return Vector512.FusedMultiplyAdd(r, Vector512.FusedMultiplyAdd(-x, r, Vector512<float>.One), r);
    }
}
