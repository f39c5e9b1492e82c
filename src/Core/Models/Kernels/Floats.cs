using System.Runtime.InteropServices;

namespace Angioboard.Core.Models.Kernels;

/// <summary>Uninitialised float32 memory in consecutive parts, each aligned to a cache line.</summary>
internal sealed unsafe class Floats : IDisposable
{
    /// <summary>Values per cache line.</summary>
    public const int Line = Alignment / sizeof(float);

    private const int Alignment = 64;

    private readonly float* start;
    private readonly nuint bytes;
    private readonly nuint[] offsets;

    /// <summary>Allocates parts of these lengths.</summary>
    public Floats(params ReadOnlySpan<long> lengths)
    {
        offsets = new nuint[lengths.Length];
        for (int i = 0; i < lengths.Length; i++)
        {
            offsets[i] = bytes;
            bytes += ((nuint)lengths[i] * sizeof(float) + Alignment - 1) / Alignment * Alignment;
        }
        start = (float*)NativeMemory.AlignedAlloc(bytes, Alignment);
    }

    /// <summary>Start of a part.</summary>
    public float* this[int part] => (float*)((byte*)start + offsets[part]);

    /// <summary>Fills the memory with zeros.</summary>
    public void Clear() => NativeMemory.Clear(start, bytes);

    /// <inheritdoc/>
    public void Dispose() => NativeMemory.AlignedFree(start);
}
