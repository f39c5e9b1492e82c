using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace Angioboard.Core.Models;

/// <summary>The processor here, as far as it decides how something is computed. Tests set what it says, to take every way on any processor.</summary>
internal static class Processor
{
    private const int Features = 7, Bfloat16Bit = 1 << 5; // leaf and bit of CPUID (AVX512_BF16)

    /// <summary>Whether Intel made it.</summary>
    public static bool IsIntel { get; internal set; } = Maker() == "GenuineIntel";

    /// <summary>Whether it lacks instructions for products of bfloat16, so that they are better computed in float32; false where that cannot be asked.</summary>
    public static bool LacksBfloat16 { get; internal set; } = X86Base.IsSupported && !HasBfloat16();

    /// <summary>What an x86 processor calls its maker; nothing for others.</summary>
    private static string Maker()
    {
        if (!X86Base.IsSupported) return "";
        (_, int b, int c, int d) = X86Base.CpuId(0, 0);
        return Encoding.ASCII.GetString(MemoryMarshal.AsBytes<int>([b, d, c]));
    }

    private static bool HasBfloat16() =>
        X86Base.CpuId(0, 0).Eax >= Features && X86Base.CpuId(Features, 0).Eax >= 1 && (X86Base.CpuId(Features, 1).Eax & Bfloat16Bit) != 0;
}
