using System.Buffers;

namespace Angioboard.Core.Data.Frames.Jpeg;

/// <summary>One component's samples in some columns of blocks of a picture.</summary>
internal sealed class SamplePlane(int first, int columns, int rows) : IDisposable
{
    // Vector reads may go this far beyond the last sample.
    private const int Beyond = 64;

    private byte[] samples = ArrayPool<byte>.Shared.Rent(columns * rows + Beyond);

    /// <summary>The image's column at index 0.</summary>
    public int First => first;

    /// <summary>Stride between rows.</summary>
    public int Stride => columns;

    /// <summary>All rows, one after another.</summary>
    public Span<byte> Samples => samples;

    /// <summary>A row, from the first column here.</summary>
    public Span<byte> Row(int y) => samples.AsSpan(y * columns, columns);

    /// <summary>Releases the memory.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(samples);
        samples = [];
    }
}
