namespace Angioboard.Core.Tests.Models;

/// <summary>A kind of processor for which results are computed in a different way.</summary>
/// <param name="Name">Its name in the test's name.</param>
/// <param name="Intel">Whether MKL computes products in float32.</param>
/// <param name="Bfloat16">Whether libtorch computes products in bfloat16.</param>
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

    /// <summary>Variables that keep the runtime, libtorch, oneDNN and MKL from using wider vectors.</summary>
    public IEnumerable<(string Variable, string Value)> Limits => VectorBits switch
    {
        512 when Bfloat16 => [],
        512 => [("ONEDNN_MAX_CPU_ISA", "AVX512_CORE")],
        256 => [("DOTNET_EnableAVX512", "0"), ("ATEN_CPU_CAPABILITY", "avx2"), ("ONEDNN_MAX_CPU_ISA", "AVX2"),
            ("MKL_ENABLE_INSTRUCTIONS", "AVX2")],
        _ => [("DOTNET_EnableAVX", "0"), ("ATEN_CPU_CAPABILITY", "default"), ("ONEDNN_MAX_CPU_ISA", "SSE41"),
            ("MKL_ENABLE_INSTRUCTIONS", "SSE4_2")],
    };
}
