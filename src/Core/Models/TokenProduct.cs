using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Angioboard.Core.Models;

/// <summary>A linear layer on the tokens of each frame.</summary>
internal static class TokenProduct
{
    private const string Intel = "GenuineIntel";

    private static readonly long[] Dilation = [2, 2];
    private static readonly bool IsIntel = Maker() == Intel;

    /// <summary>(N, L, in) → (N, L, out).</summary>
    public static Tensor Of(Tensor x, Linear layer) => Of(x, layer.weight, layer.bias!);

    /// <summary>(N, L, in) → (N, L, out), by a weight of (out, in) and a bias of (out), in the type of x.</summary>
    public static Tensor Of(Tensor x, Tensor weight, Tensor bias)
    {
        long n = x.shape[0], l = x.shape[1];
        (weight, bias) = (weight.to_type(x.dtype), bias.to_type(x.dtype));
        bool mkl = IsIntel && x.dtype == ScalarType.Float32;
        if (x.device.type != DeviceType.CPU || l == 1 || mkl) return functional.linear(x, weight, bias);

        // libtorch's linear calls MKL, which is the fastest on an Intel processor and leaves half of an AMD processor's vector units unused;
        // its convolutions call oneDNN, which takes half the time there. Tokens are the pixels of a picture one wide, features its channels, last in memory as they are:
        // nothing is copied. A kernel of one pixel has no dilation, but without one libtorch gives small batches on one thread to MKL again.
        Tensor pixels = x.unsqueeze(2).permute(0, 3, 1, 2);                                      // (N, in, L, 1)
        Tensor product = functional.conv2d(pixels, weight.view(weight.shape[0], weight.shape[1], 1, 1), bias, dilation: Dilation);
        return product.permute(0, 2, 3, 1).reshape(n, l, -1);
    }

    /// <summary>What an x86 processor calls its maker; nothing for others.</summary>
    private static string Maker()
    {
        if (!X86Base.IsSupported) return "";
        (_, int b, int c, int d) = X86Base.CpuId(0, 0);
        return Encoding.ASCII.GetString(MemoryMarshal.AsBytes<int>([b, d, c]));
    }
}
