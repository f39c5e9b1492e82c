using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Models;

/// <summary>
/// Self-attention on the processor in float32, straight from the product that makes query, key and value together. libtorch's own
/// attention reaches less than half the rate of its other products there; this takes three quarters of its time, and less for small frames.
/// </summary>
internal sealed unsafe class FusedAttention : autograd.SingleTensorFunction<FusedAttention>
{
    // The scores of a head are to fit the processor's cache.
    private const int MostTokens = 1024;

    /// <inheritdoc/>
    public override string Name => nameof(FusedAttention);

    /// <summary>Whether it can take this tensor: (N, L, 3 D).</summary>
    public static bool Takes(Tensor qkv) =>
        TileProduct.IsSupported && qkv.dtype == ScalarType.Float32 && qkv.device.type == DeviceType.CPU && qkv.shape[1] <= MostTokens;

    /// <summary>Query, key and value of all tokens, (N, L, 3 D), to what each takes from all of its frame: (N, L, D).</summary>
    public static Tensor Of(Tensor qkv, int heads)
    {
        if (is_grad_enabled() && qkv.requires_grad) return apply(qkv, heads);
        using DisposeScope scope = NewDisposeScope();
        return Compute(new Layout(qkv, heads), qkv.contiguous()).Output.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        Tensor qkv = ((Tensor)vars[0]).contiguous();
        int heads = (int)vars[1];
        (Tensor output, Tensor sums) = Compute(new Layout(qkv, heads), qkv);
        ctx.save_for_backward([qkv, sums]);
        ctx.save_data(nameof(heads), heads);
        return output;
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using DisposeScope scope = NewDisposeScope(); // what the block kept is freed here, not at the end of the step
        List<Tensor> saved = ctx.get_saved_variables();
        Tensor given = grad_output.contiguous(), gradients = empty_like(saved[0]);
        Layout layout = new(saved[0], (int)ctx.get_data("heads"));
        nint inputs = saved[0].Address(), sums = saved[1].Address(), outer = given.Address(), inner = gradients.Address();
        layout.ForEachHead((head, at) => head.Backward(
            (float*)inputs + at.Inputs, (float*)outer + at.Outputs, (float*)sums + at.Sums, (float*)inner + at.Inputs, layout.Dim));
        return [gradients.MoveToOuterDisposeScope(), null!];
    }

    /// <summary>The output, (N, L, D), and what the way back needs beside the input: (N, heads, L).</summary>
    private static (Tensor Output, Tensor Sums) Compute(Layout layout, Tensor qkv)
    {
        Tensor output = empty([layout.Frames, layout.Tokens, layout.Dim]), sums = empty([layout.Frames, layout.Heads, layout.Tokens]);
        nint inputs = qkv.Address(), outputs = output.Address(), logarithms = sums.Address();
        layout.ForEachHead((head, at) => head.Forward((float*)inputs + at.Inputs, (float*)outputs + at.Outputs, (float*)logarithms + at.Sums, layout.Dim));
        return (output, sums);
    }

    /// <summary>Where a head's numbers begin in the input, in the output and among the sums.</summary>
    private readonly record struct Place(nint Inputs, nint Outputs, nint Sums);

    /// <summary>How frames, tokens and heads lie in (N, L, 3 D).</summary>
    private sealed class Layout(Tensor qkv, int heads)
    {
        public int Frames { get; } = (int)qkv.shape[0];

        public int Tokens { get; } = (int)qkv.shape[1];

        public int Dim { get; } = (int)qkv.shape[2] / 3;

        public int Heads => heads;

        /// <summary>Works on all heads of all frames, neighbours on the same thread.</summary>
        public void ForEachHead(Action<HeadAttention, Place> work)
        {
            int size = Dim / heads;
            Parallel.For(0, Frames * heads, new ParallelOptions { MaxDegreeOfParallelism = get_num_threads() },
                () => new HeadAttention(Tokens, size),
                (index, _, head) =>
                {
                    nint frame = index / heads, feature = index % heads * size;
                    work(head, new(frame * Tokens * 3 * Dim + feature, frame * Tokens * Dim + feature, (nint)index * Tokens));
                    return head;
                },
                head => head.Dispose());
        }
    }
}
