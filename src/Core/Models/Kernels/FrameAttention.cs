namespace Angioboard.Core.Models.Kernels;

/// <summary>
/// Self-attention of all heads of all frames in float32, directly on the fused query-key-value product. libtorch's own
/// attention reaches less than half the rate of its other products; this takes three quarters of its time, and less for small frames.
/// </summary>
internal sealed unsafe class FrameAttention(BlockShape shape)
{
    // The scores of a head must fit the CPU's cache.
    private const int MostTokens = 1024;

    private readonly int frames = shape.Frames, tokens = shape.Tokens, dim = shape.Dim, heads = shape.Heads;

    /// <summary>Values stored for the backward pass besides the input: one per token and head.</summary>
    public int Sums => frames * heads * tokens;

    /// <summary>Whether frames of this many tokens are small enough.</summary>
    public static bool Takes(long tokens) => tokens <= MostTokens;

    /// <summary>Query, key and value of all tokens, (N, L, 3 D), to the attention output, (N, L, D).</summary>
    /// <param name="before">The stage that computes query, key and value, piece by piece.</param>
    /// <param name="qkv">(N, L, 3 D).</param>
    /// <param name="output">Receives the output.</param>
    /// <param name="sums">Receives the values for the backward pass.</param>
    public ParallelStage Forward(ParallelStage before, float* qkv, float* output, float* sums) =>
        ForEachHead(before, (head, at) => head.Forward(qkv + at.Input, output + at.Output, sums + at.Sum, dim));

    /// <summary>The gradient of the output, (N, L, D), to that of the input, (N, L, 3 D).</summary>
    /// <param name="before">The stage that computes the output's gradient, piece by piece.</param>
    /// <param name="qkv">(N, L, 3 D).</param>
    /// <param name="outputGradient">(N, L, D).</param>
    /// <param name="sums">As stored by the forward pass.</param>
    /// <param name="gradient">Receives the input's gradient.</param>
    public ParallelStage Backward(ParallelStage before, float* qkv, float* outputGradient, float* sums, float* gradient) =>
        ForEachHead(before,
            (head, at) => head.Backward(qkv + at.Input, outputGradient + at.Output, sums + at.Sum, gradient + at.Input, dim));

    /// <summary>
    /// Waits until a stage of <see cref="Forward"/> or <see cref="Backward"/> is done with the frames of a piece of tokens.
    /// </summary>
    public void Wait(ParallelStage work, int piece)
    {
        (int first, int last) = shape.FramesOf(piece);
        work.Wait(first * heads, last * heads + heads - 1);
    }

    private ParallelStage ForEachHead(ParallelStage before, Action<HeadAttention, Place> work)
    {
        int size = dim / heads;
        return ParallelStage.Of(frames * heads, () => new HeadAttention(tokens, size), (index, head) =>
        {
            nint frame = index / heads, feature = index % heads * size;
            (int first, int last) = shape.PiecesOf((int)frame);
            before.Wait(first, last);
            work(head, new(frame * tokens * 3 * dim + feature, frame * tokens * dim + feature, (nint)index * tokens));
        });
    }

    /// <summary>Offsets of a head's values in the input, the output and the sums.</summary>
    private readonly record struct Place(nint Input, nint Output, nint Sum);
}
