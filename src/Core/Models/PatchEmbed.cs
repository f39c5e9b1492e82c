using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Angioboard.Core.Models;

/// <summary>
/// Cuts a frame into patches and embeds each: a convolution whose stride is its kernel, computed as a linear layer on the patches.
/// </summary>
internal sealed class PatchEmbed : Module<Tensor, Tensor>
{
    private readonly Conv2d proj;
    private readonly int patch;
    private readonly ScalarType working;

    public PatchEmbed(int dim, int patch, ScalarType working) : base(nameof(PatchEmbed))
    {
        (this.patch, this.working) = (patch, working);
        proj = Conv2d(3, dim, patch, stride: patch);
        RegisterComponents();
    }

    /// <summary>(N, 3, S, S) → (N, (S / patch)², D).</summary>
    public override Tensor forward(Tensor frames) => Embed(frames, proj.weight, proj.bias!);

    /// <summary>
    /// Embeds grey frames that a normalizer would expand to three channels: (N, 1, S, S) → (N, (S / patch)², D). The normalizer is
    /// folded into the weights, whose three channels are summed to one: a third of the multiplications.
    /// </summary>
    public Tensor ForwardGrey(Tensor frames, Normalizer normalizer)
    {
        (Tensor weight, Tensor bias) = normalizer.Fold(proj.weight, proj.bias!);
        return Embed(frames, weight, bias);
    }

    private Tensor Embed(Tensor frames, Tensor weight, Tensor bias)
    {
        long n = frames.shape[0], channels = frames.shape[1], side = frames.shape[2] / patch;
        Tensor patches = frames.to_type(working).view(n, channels, side, patch, side, patch).permute(0, 2, 4, 1, 3, 5)
            .reshape(n, side * side, channels * patch * patch);                                  // (N, (S / patch)², C × patch²)
        return TokenProduct.Of(patches, weight.flatten(1), bias);
    }
}
