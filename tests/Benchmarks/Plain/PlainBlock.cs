using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Angioboard.Benchmarks.Plain;

/// <summary>A pre-norm transformer block from TorchSharp's modules.</summary>
internal sealed class PlainBlock : Module<Tensor, Tensor>
{
    private readonly LayerNorm norm1, norm2;
    private readonly PlainAttention attn;
    private readonly PlainMlp mlp;

    /// <summary>With random weights.</summary>
    public PlainBlock(int dim, int heads) : base(nameof(PlainBlock))
    {
        norm1 = LayerNorm(dim, 1e-6);
        attn = new PlainAttention(dim, heads);
        norm2 = LayerNorm(dim, 1e-6);
        mlp = new PlainMlp(dim);
        RegisterComponents();
    }

    /// <summary>(N, L, D) → (N, L, D).</summary>
    public override Tensor forward(Tensor x)
    {
        x = x + attn.forward(norm1.forward(x));
        return x + mlp.forward(norm2.forward(x));
    }
}
