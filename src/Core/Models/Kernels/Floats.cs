using System.Runtime.InteropServices;

namespace Angioboard.Core.Models.Kernels;

/// <summary>Memory for float32 numbers, its parts laid out one after another from whole cache lines on; what it holds at first is not said.</summary>
internal sealed unsafe class Floats : IDisposable
{
    /// <summary>Numbers in a line of the cache.</summary>
    public const int Line = Alignment / sizeof(float);

    private const int Alignment = 64;

    private readonly float* start;
    private readonly nuint bytes;
    private readonly nuint[] offsets;

    /// <summary>Takes memory for parts of these lengths.</summary>
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

    /// <summary>Where a part begins.</summary>
    public float* this[int part] => (float*)((byte*)start + offsets[part]);

    /// <summary>Zeros everywhere.</summary>
    public void Clear() => NativeMemory.Clear(start, bytes);

    /// <inheritdoc/>
    public void Dispose() => NativeMemory.AlignedFree(start);
}
