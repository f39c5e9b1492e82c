using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Formats;

/// <summary>The raw little-endian bytes of tensors, in parts: a span is limited to 2 GB, a tensor is not.</summary>
internal static class TensorBytes
{
    private const long PartElements = 1 << 24;

    /// <summary>The tensor's elements in row-major order, part by part.</summary>
    public static void Read(Tensor tensor, Action<ReadOnlySpan<byte>> take)
    {
        using DisposeScope scope = NewDisposeScope();
        InParts(tensor.detach().cpu().contiguous(), part => take(part));
    }

    /// <summary>Fills a new CPU tensor of <paramref name="elements"/> elements (1-D) part by part.</summary>
    public static Tensor Create(ScalarType type, long elements, Action<Span<byte>> fill)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor tensor = empty([elements], type, CPU);
        InParts(tensor, fill);
        return tensor.MoveToOuterDisposeScope();
    }

    /// <summary>Overwrites a contiguous CPU tensor part by part.</summary>
    public static void Fill(Tensor tensor, Action<Span<byte>> fill) => InParts(tensor, fill);

    private static void InParts(Tensor contiguous, Action<Span<byte>> visit)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor flat = contiguous.view(-1);
        long elements = flat.numel();
        for (long start = 0; start < elements; start += PartElements)
        {
            using Tensor part = flat.narrow(0, start, Math.Min(PartElements, elements - start));
            visit(part.bytes);
        }
    }
}
