using Angioboard.Core.Native;
using static TorchSharp.torch;

namespace Angioboard.Core.Models.Kernels;

/// <summary>Addresses of a layer's weight, (outputs, inputs), and bias, (outputs).</summary>
internal readonly unsafe struct LinearWeights(Tensor weight, Tensor bias)
{
    public readonly float* Weight = (float*)weight.Address(), Bias = (float*)bias.Address();

    public readonly int Outputs = (int)weight.shape[0], Inputs = (int)weight.shape[1];
}

/// <summary>Addresses of a layer norm's weight and bias, (features) each.</summary>
internal readonly unsafe struct NormWeights(Tensor weight, Tensor bias)
{
    public readonly float* Weight = (float*)weight.Address(), Bias = (float*)bias.Address();
}

/// <summary>Addresses of a transformer block's parameters.</summary>
/// <param name="parameters">Weight and bias of each layer, in the order of <see cref="Block"/>; contiguous.</param>
internal readonly struct BlockWeights(IReadOnlyList<Tensor> parameters)
{
    /// <summary>Number of tensors.</summary>
    public const int Count = 12;

    public readonly NormWeights Norm1 = new(parameters[0], parameters[1]), Norm2 = new(parameters[6], parameters[7]);

    public readonly LinearWeights Qkv = new(parameters[2], parameters[3]), Proj = new(parameters[4], parameters[5]),
        Fc1 = new(parameters[8], parameters[9]), Fc2 = new(parameters[10], parameters[11]);
}
