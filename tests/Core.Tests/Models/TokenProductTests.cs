using Angioboard.Core.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Models;

public sealed class TokenProductTests
{
    private static readonly Generator Generator = new(7, CPU);

    [Theory]
    [InlineData(1)]
    [InlineData(65)]
    public void Bfloat16_products_are_summed_in_float32_and_rounded_once_on_any_processor(long tokens)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Random(3, tokens, 96).to_type(ScalarType.BFloat16).requires_grad_(), weight = Random(64, 96).requires_grad_(),
            bias = Random(64).requires_grad_();
        Tensor given = Random(3, tokens, 64).to_type(ScalarType.BFloat16);

        Tensor y = TokenProduct.Of(x, weight, bias);
        y.backward([given]);

        Tensor rounded = Exact(weight.to_type(ScalarType.BFloat16)), input = Exact(x), gradient = Exact(given);
        Assert.Equal((ScalarType.BFloat16, ScalarType.BFloat16, ScalarType.Float32), (y.dtype, x.grad!.dtype, weight.grad!.dtype));
        AssertClose(input.matmul(rounded.t()) + Exact(bias.to_type(ScalarType.BFloat16)), y);
        AssertClose(gradient.matmul(rounded), x.grad);
        AssertClose(gradient.flatten(0, 1).t().matmul(input.flatten(0, 1)), weight.grad);
    }

    /// <summary>Within one rounding to bfloat16's eight bits.</summary>
    private static void AssertClose(Tensor expected, Tensor actual)
    {
        Tensor apart = (expected - Exact(actual)).abs(), allowed = expected.abs() / 256 + 1e-4;
        Assert.True((apart <= allowed).all().ToBoolean(), $"up to {(apart / allowed).max().ToDouble():0.00} of what one rounding allows");
    }

    private static Tensor Exact(Tensor tensor) => tensor.detach().to_type(ScalarType.Float64);

    private static Tensor Random(params long[] shape) => randn(shape, generator: Generator);
}
