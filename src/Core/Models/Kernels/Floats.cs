using System.Runtime.InteropServices;

namespace Angioboard.Core.Models.Kernels;

/// <summary>Memory for float32 numbers, its parts laid out one after another from whole cache lines on; what it holds at first is not said.</summary>
internal sealed unsafe class Floats : IDisposable
{
    private const int Line = 64;

    private readonly float* start;

    /// <summary>Takes memory for parts of these lengths.</summary>
    public Floats(params ReadOnlySpan<long> lengths)
    {
        nuint bytes = 0;
        nuint[] offsets = new nuint[lengths.Length];
        for (int i = 0; i < lengths.Length; i++)
        {
            offsets[i] = bytes;
            bytes += ((nuint)lengths[i] * sizeof(float) + Line - 1) / Line * Line;
        }
        start = (float*)NativeMemory.AlignedAlloc(bytes, Line);
        Offsets = offsets;
    }

    private nuint[] Offsets { get; }

    /// <summary>Where a part begins.</summary>
    public float* this[int part] => (float*)((byte*)start + Offsets[part]);

    /// <inheritdoc/>
    public void Dispose() => NativeMemory.AlignedFree(start);
}
