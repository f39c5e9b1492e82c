using Angioboard.Core.Models.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Angioboard.Core.Models;

/// <summary>A pre-norm transformer block (Dosovitskiy et al., arXiv:2010.11929) with timm's parameter names.</summary>
internal sealed class Block : Module<Tensor, Tensor>
{
    private readonly LayerNorm norm1;
    private readonly Attention attn;
    private readonly LayerNorm norm2;
    private readonly Mlp mlp;
    private readonly int heads;
    private readonly ScalarType working;

    public Block(int dim, int heads, ScalarType working) : base(nameof(Block))
    {
        (this.heads, this.working) = (heads, working);
        norm1 = LayerNorm(dim, BlockShape.NormEpsilon);
        attn = new Attention(dim, heads);
        norm2 = LayerNorm(dim, BlockShape.NormEpsilon);
        mlp = new Mlp(dim);
        RegisterComponents();
    }

    /// <summary>(N, L, D) → (N, L, D).</summary>
    public override Tensor forward(Tensor x)
    {
        if (working == ScalarType.Float32 && FusedBlock.Takes(x)) return FusedBlock.Of(x, heads, [.. parameters()]);
        x = x + attn.forward(Normalized(norm1, x));
        return x + mlp.forward(Normalized(norm2, x));
    }

    /// <summary>
    /// The block's output for the first token only: keys and values of all tokens, query and MLP of the first. (N, L, D) → (N, 1, D).
    /// </summary>
    public Tensor ForwardFirst(Tensor x)
    {
        Tensor first = x.narrow(1, 0, 1) + attn.ForwardFirst(Normalized(norm1, x));
        return first + mlp.forward(Normalized(norm2, first));
    }

    // The residual stream stays float32: bfloat16's eight bits would lose a block's small contribution to a large sum.
    private Tensor Normalized(LayerNorm norm, Tensor x) => norm.forward(x).to_type(working);
}
