using Angioboard.Core.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Angioboard.Benchmarks.Plain;

/// <summary>timm's VisionTransformer from TorchSharp's modules: every token passes every block.</summary>
internal sealed class PlainViT : Module<Tensor, Tensor>
{
    private readonly Parameter cls_token, pos_embed;
    private readonly PlainPatchEmbed patch_embed;
    private readonly Sequential blocks;
    private readonly LayerNorm norm;

    /// <summary>With random weights.</summary>
    public PlainViT(BackboneSpec spec) : base(nameof(PlainViT))
    {
        cls_token = Parameter(zeros(1, 1, spec.Dim));
        pos_embed = Parameter(zeros(1, spec.Patches + 1, spec.Dim));
        patch_embed = new PlainPatchEmbed(spec.Dim, spec.Patch);
        blocks =
            Sequential(
                [.. Enumerable.Range(0, spec.Depth).Select(i => ($"{i}", (Module<Tensor, Tensor>)new PlainBlock(spec.Dim, spec.Heads)))]);
        norm = LayerNorm(spec.Dim, 1e-6);
        RegisterComponents();
    }

    /// <summary>(N, 3, S, S) → (N, D).</summary>
    public override Tensor forward(Tensor frames)
    {
        Tensor x = patch_embed.forward(frames);
        x = cat([cls_token.expand(x.shape[0], -1, -1), x], 1) + pos_embed;
        return norm.forward(blocks.forward(x)).select(1, 0);
    }
}
