using Angioboard.Core.Models.Kernels;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Angioboard.Core.Models;

/// <summary>
/// timm's VisionTransformer without its head (<c>num_classes=0</c>), with the same parameter names, so that its weights load by name
/// (Dosovitskiy et al., arXiv:2010.11929).
/// </summary>
public sealed class VisionTransformer : Module<Tensor, Tensor>
{
    private readonly Parameter cls_token;
    private readonly Parameter pos_embed;
    private readonly PatchEmbed patch_embed;
    private readonly ModuleList<Block> blocks;
    private readonly LayerNorm? norm;    // token pooling
    private readonly LayerNorm? fc_norm; // mean pooling

    /// <summary>A transformer with timm's initial weights, drawn from torch's generator.</summary>
    public VisionTransformer(BackboneSpec spec, Pool pool = Pool.Token, Precision precision = Precision.Fp32)
        : base(nameof(VisionTransformer))
    {
        Spec = spec;
        cls_token = new Parameter(torch.empty(1, 1, spec.Dim));
        pos_embed = new Parameter(torch.empty(1, spec.Patches + 1, spec.Dim));
        ScalarType working = precision.WorkingType();
        patch_embed = new PatchEmbed(spec.Dim, spec.Patch, working);
        blocks = new ModuleList<Block>([.. Enumerable.Range(0, spec.Depth).Select(_ => new Block(spec.Dim, spec.Heads, working))]);
        if (pool == Pool.Token) norm = LayerNorm(spec.Dim, BlockShape.NormEpsilon);
        else fc_norm = LayerNorm(spec.Dim, BlockShape.NormEpsilon);
        RegisterComponents();
        InitialWeights();
    }

    /// <summary>The shape, with the image size in use.</summary>
    public BackboneSpec Spec { get; }

    /// <summary>Normalised frames to embeddings: (N, 3, S, S) → (N, D), N frames.</summary>
    public override Tensor forward(Tensor frames) => Encode(patch_embed.forward(frames));

    /// <summary>Raw grey frames to the embeddings of their normalised three-channel form: (N, 1, S, S) → (N, D).</summary>
    internal Tensor ForwardGrey(Tensor frames, Normalizer normalizer) => Encode(patch_embed.ForwardGrey(frames, normalizer));

    /// <summary>Embedded patches to embeddings of frames: (N, P, D) → (N, D).</summary>
    private Tensor Encode(Tensor x)
    {
        x = cat([cls_token.expand(x.shape[0], -1, -1), x], 1) + pos_embed;         // (N, 1 + P, D)
        foreach (Block block in blocks.SkipLast(1)) x = block.forward(x);
        if (fc_norm is null) return norm!.forward(blocks[^1].ForwardFirst(x)).squeeze(1); // the other tokens are not used
        x = blocks[^1].forward(x);
        return fc_norm.forward(x.narrow(1, 1, x.shape[1] - 1).mean([1]));
    }

    private void InitialWeights()
    {
        using IDisposable grad = no_grad();
        // timm draws from a normal with deviation 0.02 truncated at ±2, a hundred deviations away: a plain normal is equivalent.
        init.normal_(cls_token, std: 1e-6);
        init.normal_(pos_embed, std: 0.02);
        foreach (Linear linear in modules().OfType<Linear>())
        {
            init.normal_(linear.weight, std: 0.02);
            init.zeros_(linear.bias!);
        }
    }
}
