using Angioboard.Core.Native;
using static TorchSharp.torch;

namespace Angioboard.Core.Models.Kernels;

/// <summary>Where a layer's weight, (outputs, inputs), and bias, (outputs), lie.</summary>
internal readonly unsafe struct LinearWeights(Tensor weight, Tensor bias)
{
    public readonly float* Weight = (float*)weight.Address(), Bias = (float*)bias.Address();

    public readonly int Outputs = (int)weight.shape[0], Inputs = (int)weight.shape[1];
}

/// <summary>Where a layer norm's weight and bias lie, (features) each.</summary>
internal readonly unsafe struct NormWeights(Tensor weight, Tensor bias)
{
    public readonly float* Weight = (float*)weight.Address(), Bias = (float*)bias.Address();
}

/// <summary>Where the parameters of a transformer block lie.</summary>
/// <param name="parameters">Weight and bias of each layer, in the order of <see cref="Block"/>; contiguous.</param>
internal readonly struct BlockWeights(IReadOnlyList<Tensor> parameters)
{
    /// <summary>How many tensors they are.</summary>
    public const int Count = 12;

    public readonly NormWeights Norm1 = new(parameters[0], parameters[1]), Norm2 = new(parameters[6], parameters[7]);

    public readonly LinearWeights Qkv = new(parameters[2], parameters[3]), Proj = new(parameters[4], parameters[5]),
        Fc1 = new(parameters[8], parameters[9]), Fc2 = new(parameters[10], parameters[11]);
}
