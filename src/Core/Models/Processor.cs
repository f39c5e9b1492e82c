using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;
using Angioboard.Core.Models.Kernels;

namespace Angioboard.Core.Models;

/// <summary>CPU features that decide how something is computed. Tests override them to cover every path on any CPU.</summary>
internal static class Processor
{
    private const int Features = 7, Bfloat16Bit = 1 << 5; // leaf and bit of CPUID (AVX512_BF16)

    /// <summary>Whether this is an Intel CPU.</summary>
    public static bool IsIntel { get; internal set; } = Maker() == "GenuineIntel";

    /// <summary>True on x86 without AVX512_BF16, where products are better computed in float32; false if CPUID is unavailable.</summary>
    public static bool LacksBfloat16 { get; internal set; } = X86Base.IsSupported && !HasBfloat16();

    /// <summary>Whether transformer blocks in float32 are computed by our own vector code; else libtorch computes them.</summary>
    public static bool FusesBlocks { get; internal set; } = TileProduct.IsSupported;

    /// <summary>The vendor string of an x86 CPU; empty for others.</summary>
    private static string Maker()
    {
        if (!X86Base.IsSupported) return "";
        (_, int b, int c, int d) = X86Base.CpuId(0, 0);
        return Encoding.ASCII.GetString(MemoryMarshal.AsBytes<int>([b, d, c]));
    }

    private static bool HasBfloat16() =>
        X86Base.CpuId(0, 0).Eax >= Features && X86Base.CpuId(Features, 0).Eax >= 1 && (X86Base.CpuId(Features, 1).Eax & Bfloat16Bit) != 0;
}
