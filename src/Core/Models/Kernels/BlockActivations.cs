using Angioboard.Core.Native;
using static TorchSharp.torch;

namespace Angioboard.Core.Models.Kernels;

/// <summary>What a transformer block is given and computes forward, and needs for the way back: tensors in this order, tokens in whole tiles but for the input's.</summary>
/// <param name="tensors">All of them; the last may be left out.</param>
internal readonly unsafe struct BlockActivations(IReadOnlyList<Tensor> tensors)
{
    /// <summary>How many tensors they are.</summary>
    public const int Count = 6;

    /// <summary>The input, (N L, D).</summary>
    public readonly float* Input = (float*)tensors[0].Address();

    /// <summary>Query, key and value, (N L, 3 D).</summary>
    public readonly float* QueryKeyValue = (float*)tensors[1].Address();

    /// <summary>What attention keeps for the way back.</summary>
    public readonly float* Sums = (float*)tensors[2].Address();

    /// <summary>What attention gives, (N L, D).</summary>
    public readonly float* Mixed = (float*)tensors[3].Address();

    /// <summary>The input and what attention adds to it, (N L, D).</summary>
    public readonly float* Middle = (float*)tensors[4].Address();

    /// <summary>What the MLP's GELU is given, (N L, 4 D); null where it is kept for no longer than it is needed.</summary>
    public readonly float* Inner = tensors.Count < Count ? null : (float*)tensors[5].Address();
}
