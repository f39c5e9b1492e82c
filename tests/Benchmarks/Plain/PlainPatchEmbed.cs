using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Angioboard.Benchmarks.Plain;

/// <summary>Patch embedding as a convolution whose stride equals its kernel size.</summary>
internal sealed class PlainPatchEmbed : Module<Tensor, Tensor>
{
    private readonly Conv2d proj;

    /// <summary>With random weights.</summary>
    public PlainPatchEmbed(int dim, int patch) : base(nameof(PlainPatchEmbed))
    {
        proj = Conv2d(3, dim, patch, stride: patch);
        RegisterComponents();
    }

    /// <summary>(N, 3, S, S) → (N, P, D).</summary>
    public override Tensor forward(Tensor frames) => proj.forward(frames).flatten(2).transpose(1, 2);
}
