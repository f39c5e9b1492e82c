using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Angioboard.Benchmarks.Plain;

/// <summary>Two linear layers with a GELU between.</summary>
internal sealed class PlainMlp : Module<Tensor, Tensor>
{
    private readonly Linear fc1, fc2;

    /// <summary>With random weights.</summary>
    public PlainMlp(int dim) : base(nameof(PlainMlp))
    {
        fc1 = Linear(dim, 4 * dim);
        fc2 = Linear(4 * dim, dim);
        RegisterComponents();
    }

    /// <summary>(N, L, D) → (N, L, D).</summary>
    public override Tensor forward(Tensor x) => fc2.forward(functional.gelu(fc1.forward(x)));
}
