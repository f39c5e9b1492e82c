using System.Diagnostics;
using System.Text.Json.Nodes;
using Angioboard.Benchmarks.Measuring;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Benchmarks.Rate;

/// <summary>GFLOP/s of float32 matrix products in the available libraries.</summary>
internal static class ProductRate
{
    // Dilation has no effect on one pixel, but with it libtorch always uses oneDNN for the convolution.
    private static readonly long[] Dilation = [2, 2];
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(0.3);

    /// <summary>The libraries: each one's name and its rate for a shape.</summary>
    public static IReadOnlyList<(string Library, Func<MatrixShape, double> Rate)> Libraries(PeerProcess peer) =>
    [
        ("MKL", shape => Measure(shape, Multiply)),
        ("oneDNN", shape => Measure(shape, Convolve)),
        ("OpenBLAS, NumPy", shape => Ask(peer, shape, "numpy")),
        ("OpenBLAS, PyTorch", shape => Ask(peer, shape, "torch")),
    ];

    /// <summary>x (m, k) by the weight (n, k) of a linear layer.</summary>
    private static Func<Tensor> Multiply(Tensor x, Tensor weight) => () => nn.functional.linear(x, weight);

    /// <summary>The same as a convolution of one pixel, features last in memory.</summary>
    private static Func<Tensor> Convolve(Tensor x, Tensor weight)
    {
        Tensor pixels = x.unsqueeze(0).unsqueeze(2).permute(0, 3, 1, 2), kernel = weight.unsqueeze(2).unsqueeze(3);
        return () => nn.functional.conv2d(pixels, kernel, dilation: Dilation);
    }

    private static double Measure(MatrixShape shape, Func<Tensor, Tensor, Func<Tensor>> library)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable grad = inference_mode();
        Func<Tensor> product = library(rand(shape.M, shape.K), rand(shape.N, shape.K));
        product().Dispose();
        int times = 0;
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < Least)
        {
            product().Dispose();
            times++;
        }
        return times * shape.Operations / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9;
    }

    private static double Ask(PeerProcess peer, MatrixShape shape, string by)
    {
        JsonObject answer =
            peer.Ask("rate",
                new JsonObject { ["by"] = by, ["m"] = shape.M, ["k"] = shape.K, ["n"] = shape.N, ["least"] = Least.TotalSeconds });
        return (int)answer["times"]! * shape.Operations / (double)answer["seconds"]! / 1e9;
    }
}
