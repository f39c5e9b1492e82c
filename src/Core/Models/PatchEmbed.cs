using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Angioboard.Core.Models;

/// <summary>Cuts a frame into patches and embeds each: a convolution whose stride is its kernel.</summary>
internal sealed class PatchEmbed : Module<Tensor, Tensor>
{
    private readonly Conv2d proj;

    public PatchEmbed(int dim, int patch) : base(nameof(PatchEmbed))
    {
        proj = Conv2d(3, dim, patch, stride: patch);
        RegisterComponents();
    }

    /// <summary>(N, 3, S, S) → (N, (S / patch)², D).</summary>
    public override Tensor forward(Tensor frames) => proj.forward(frames).flatten(2).transpose(1, 2);
}
