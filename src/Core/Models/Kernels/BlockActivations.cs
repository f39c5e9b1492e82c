using Angioboard.Core.Native;
using static TorchSharp.torch;

namespace Angioboard.Core.Models.Kernels;

/// <summary>
/// Input and forward activations of a transformer block, stored for the backward pass: tensors in this order, tokens in whole tiles except
/// the input's.
/// </summary>
/// <param name="tensors">All tensors; the last may be omitted.</param>
internal readonly unsafe struct BlockActivations(IReadOnlyList<Tensor> tensors)
{
    /// <summary>Number of tensors.</summary>
    public const int Count = 6;

    /// <summary>The input, (N L, D).</summary>
    public readonly float* Input = (float*)tensors[0].Address();

    /// <summary>Query, key and value, (N L, 3 D).</summary>
    public readonly float* QueryKeyValue = (float*)tensors[1].Address();

    /// <summary>Attention's values for the backward pass.</summary>
    public readonly float* Sums = (float*)tensors[2].Address();

    /// <summary>Attention output, (N L, D).</summary>
    public readonly float* Mixed = (float*)tensors[3].Address();

    /// <summary>The residual stream after attention, (N L, D).</summary>
    public readonly float* Middle = (float*)tensors[4].Address();

    /// <summary>Input of the MLP's GELU, (N L, 4 D); null if not stored.</summary>
    public readonly float* Inner = tensors.Count < Count ? null : (float*)tensors[5].Address();
}
