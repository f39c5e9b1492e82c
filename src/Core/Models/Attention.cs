using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Angioboard.Core.Models;

/// <summary>Multi-head self-attention with timm's parameter names (Vaswani et al., arXiv:1706.03762).</summary>
internal sealed class Attention : Module<Tensor, Tensor>
{
    private readonly Linear qkv;
    private readonly Linear proj;
    private readonly int dim;
    private readonly int heads;

    public Attention(int dim, int heads) : base(nameof(Attention))
    {
        (this.dim, this.heads) = (dim, heads);
        qkv = Linear(dim, 3 * dim);
        proj = Linear(dim, dim);
        RegisterComponents();
    }

    /// <summary>(N, L, D) → (N, L, D).</summary>
    public override Tensor forward(Tensor x)
    {
        long n = x.shape[0], l = x.shape[1];
        Tensor[] parts = TokenProduct.Of(x, qkv).view(n, l, 3, heads, dim / heads).permute(2, 0, 3, 1, 4).unbind(0); // 3 × (N, heads, L, D / heads)
        Tensor mixed = functional.scaled_dot_product_attention(parts[0], parts[1], parts[2]);
        return TokenProduct.Of(mixed.transpose(1, 2).reshape(n, l, dim), proj);
    }

    /// <summary>What the first token alone takes from all of them: (N, L, D) → (N, 1, D).</summary>
    public Tensor ForwardFirst(Tensor x)
    {
        long n = x.shape[0], l = x.shape[1];
        Tensor[] weights = qkv.weight.split([dim, 2 * dim]), biases = qkv.bias!.split([dim, 2 * dim]);
        Tensor query = TokenProduct.Of(x.narrow(1, 0, 1), weights[0], biases[0]).view(n, 1, heads, dim / heads).transpose(1, 2); // (N, heads, 1, D / heads)
        Tensor[] parts = TokenProduct.Of(x, weights[1], biases[1]).view(n, l, 2, heads, dim / heads).permute(2, 0, 3, 1, 4).unbind(0);
        Tensor mixed = functional.scaled_dot_product_attention(query, parts[0], parts[1]);
        return TokenProduct.Of(mixed.transpose(1, 2).reshape(n, 1, dim), proj);
    }
}
