namespace Angioboard.Core.Tests.Models;

/// <summary>A kind of processor that results are computed for in a way of its own.</summary>
/// <param name="Name">What a test's name calls it.</param>
/// <param name="Intel">Whether products in float32 are MKL's.</param>
/// <param name="Bfloat16">Whether products of bfloat16 are left to libtorch.</param>
/// <param name="VectorBits">The widest vectors in use, if the machine has them.</param>
internal sealed record ProcessorWay(string Name, bool Intel, bool Bfloat16, int VectorBits)
{
    public static readonly ProcessorWay[] All =
    [
        new("AMD with AVX-512 and bfloat16", Intel: false, Bfloat16: true, 512),
        new("AMD with AVX-512", Intel: false, Bfloat16: false, 512),
        new("Intel with AVX-512 and bfloat16", Intel: true, Bfloat16: true, 512),
        new("Intel with AVX2", Intel: true, Bfloat16: false, 256),
        new("AMD with SSE", Intel: false, Bfloat16: false, 128),
    ];

    public static ProcessorWay Named(string name) => All.Single(way => way.Name == name);

    /// <summary>What keeps the runtime, libtorch, oneDNN and MKL from wider vectors than these.</summary>
    public IEnumerable<(string Variable, string Value)> Limits => VectorBits switch
    {
        512 when Bfloat16 => [],
        512 => [("ONEDNN_MAX_CPU_ISA", "AVX512_CORE")],
        256 => [("DOTNET_EnableAVX512", "0"), ("ATEN_CPU_CAPABILITY", "avx2"), ("ONEDNN_MAX_CPU_ISA", "AVX2"), ("MKL_ENABLE_INSTRUCTIONS", "AVX2")],
        _ => [("DOTNET_EnableAVX", "0"), ("ATEN_CPU_CAPABILITY", "default"), ("ONEDNN_MAX_CPU_ISA", "SSE41"), ("MKL_ENABLE_INSTRUCTIONS", "SSE4_2")],
    };
}
