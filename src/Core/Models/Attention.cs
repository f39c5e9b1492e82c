using TorchSharp;
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
        Tensor all = TokenProduct.Of(x, qkv);                                                    // (N, L, 3 D)
        Tensor[] parts = all.split(dim, 2);                                                      // 3 × (N, L, D)
        Tensor mixed = Mix(Heads(parts[0]), Heads(parts[1]), Heads(parts[2]));
        return TokenProduct.Of(mixed.transpose(1, 2).reshape(n, l, dim), proj);
    }

    /// <summary>Attention output of the first token only: (N, L, D) → (N, 1, D).</summary>
    public Tensor ForwardFirst(Tensor x)
    {
        Tensor[] weights = qkv.weight.split([dim, 2 * dim]), biases = qkv.bias!.split([dim, 2 * dim]);
        Tensor query = TokenProduct.Of(x.narrow(1, 0, 1), weights[0], biases[0]);                // (N, 1, D)
        Tensor[] parts = TokenProduct.Of(x, weights[1], biases[1]).split(dim, 2);                // 2 × (N, L, D)
        Tensor mixed = Mix(Heads(query), Heads(parts[0]), Heads(parts[1]));
        return TokenProduct.Of(mixed.transpose(1, 2).reshape(-1, 1, dim), proj);
    }

    /// <summary>softmax(q kᵀ / √d) v, head by head: (N, heads, Lq, d), 2 × (N, heads, L, d) → (N, heads, Lq, d).</summary>
    private static Tensor Mix(Tensor query, Tensor key, Tensor value)
    {
        if (TokenProduct.Rounds(query.dtype, query.device.type))
        {
            return functional.scaled_dot_product_attention(query.to_type(ScalarType.Float32), key.to_type(ScalarType.Float32),
                value.to_type(ScalarType.Float32)).to_type(query.dtype);
        }

        // On a CPU in bfloat16, libtorch's fused attention takes twice the time of two products.
        if (query.dtype != ScalarType.BFloat16 || query.device.type != DeviceType.CPU)
            return functional.scaled_dot_product_attention(query, key, value);
        double scale = 1 / Math.Sqrt(query.shape[3]);
        return (query * scale).matmul(key.transpose(2, 3)).softmax(-1).matmul(value);
    }

    /// <summary>(N, L, D) → (N, heads, L, D / heads), a view.</summary>
    private Tensor Heads(Tensor x) => x.view(x.shape[0], -1, heads, dim / heads).transpose(1, 2);
}
