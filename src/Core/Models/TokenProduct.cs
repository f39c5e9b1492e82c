using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Angioboard.Core.Models;

/// <summary>A linear layer on the tokens of each frame.</summary>
internal static class TokenProduct
{
    private static readonly long[] Dilation = [2, 2];

    /// <summary>(N, L, in) → (N, L, out).</summary>
    public static Tensor Of(Tensor x, Linear layer) => Of(x, layer.weight, layer.bias!);

    /// <summary>(N, L, in) → (N, L, out), by a weight of (out, in) and a bias of (out), in the type of x.</summary>
    public static Tensor Of(Tensor x, Tensor weight, Tensor bias)
    {
        (weight, bias) = (weight.to_type(x.dtype), bias.to_type(x.dtype));
        if (!Rounds(x.dtype, x.device.type)) return Multiply(x, weight, bias);
        return Multiply(x.to_type(ScalarType.Float32), weight.to_type(ScalarType.Float32), bias.to_type(ScalarType.Float32))
            .to_type(x.dtype);
    }

    /// <summary>
    /// Whether to compute products in float32 and round them: for bfloat16 on a CPU without instructions for it, where libtorch
    /// takes many times as long. Sums are accumulated in float32 in either case.
    /// </summary>
    public static bool Rounds(ScalarType type, DeviceType device) =>
        type == ScalarType.BFloat16 && device == DeviceType.CPU && Processor.LacksBfloat16;

    private static Tensor Multiply(Tensor x, Tensor weight, Tensor bias)
    {
        long n = x.shape[0], l = x.shape[1];
        bool mkl = Processor.IsIntel && x.dtype == ScalarType.Float32;
        if (x.device.type != DeviceType.CPU || mkl) return functional.linear(x, weight, bias);
        // With three dimensions, linear would round the product before adding the bias.
        if (l == 1) return functional.linear(x.squeeze(1), weight, bias).unsqueeze(1);

        // libtorch's linear calls MKL, which is fastest on Intel CPUs but uses only half of an AMD CPU's vector units; its convolutions
        // call oneDNN, which takes half the time there. Tokens are the pixels of a picture one wide, features its channels, last in memory
        // as they are: nothing is copied. A kernel of one pixel has no dilation, but without one libtorch gives small batches on one thread
        // to MKL again.
        Tensor pixels = x.unsqueeze(2).permute(0, 3, 1, 2);                                      // (N, in, L, 1)
        Tensor product = functional.conv2d(pixels, weight.view(weight.shape[0], weight.shape[1], 1, 1), bias, dilation: Dilation);
        return product.permute(0, 2, 3, 1).reshape(n, l, -1);
    }
}
