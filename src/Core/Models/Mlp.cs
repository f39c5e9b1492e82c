using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Angioboard.Core.Models;

/// <summary>Two linear layers with an exact GELU between, four times as wide inside.</summary>
internal sealed class Mlp : Module<Tensor, Tensor>
{
    private readonly Linear fc1;
    private readonly Linear fc2;

    public Mlp(int dim) : base(nameof(Mlp))
    {
        fc1 = Linear(dim, 4 * dim);
        fc2 = Linear(4 * dim, dim);
        RegisterComponents();
    }

    /// <summary>(…, D) → (…, D).</summary>
    public override Tensor forward(Tensor x) => fc2.forward(functional.gelu(fc1.forward(x)));
}
