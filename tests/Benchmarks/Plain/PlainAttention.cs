using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Angioboard.Benchmarks.Plain;

/// <summary>Multi-head self-attention from TorchSharp's modules, as in timm.</summary>
internal sealed class PlainAttention : Module<Tensor, Tensor>
{
    private readonly Linear qkv, proj;
    private readonly int heads;

    /// <summary>With random weights.</summary>
    public PlainAttention(int dim, int heads) : base(nameof(PlainAttention))
    {
        this.heads = heads;
        qkv = Linear(dim, 3 * dim);
        proj = Linear(dim, dim);
        RegisterComponents();
    }

    /// <summary>(N, L, D) → (N, L, D).</summary>
    public override Tensor forward(Tensor x)
    {
        long n = x.shape[0], l = x.shape[1], d = x.shape[2];
        Tensor[] parts = qkv.forward(x).reshape(n, l, 3, heads, d / heads).permute(2, 0, 3, 1, 4).unbind(0);
        Tensor mixed = functional.scaled_dot_product_attention(parts[0], parts[1], parts[2]);
        return proj.forward(mixed.transpose(1, 2).reshape(n, l, d));
    }
}
