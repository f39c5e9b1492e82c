using Angioboard.Core.Models;
using Angioboard.Core.Models.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Models.Kernels;

/// <summary>The fused block; the reference is the same block from libtorch's functions in float64.</summary>
public sealed class FusedBlockTests
{
    private const int Heads = 2;

    public static TheoryData<int, int, int> Shapes => new()
    {
        { 2, 197, 384 }, // frames, tokens, features: ViT-small's
        { 3, 197, 192 },
        { 1, 5, 32 },
        { 5, 65, 64 },
        { 30, 17, 96 },
        { 2, 12, 160 },
        { 1, 577, 128 },
        { 7, 1, 768 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Output_and_gradients_match_a_block_in_double_precision(int frames, int tokens, int dim)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Random(frames, tokens, dim), gradient = Random(frames, tokens, dim);
        Tensor[] parameters = Parameters(dim);
        (Tensor expected, Tensor[] expectedGradients) = Run(x.to_type(ScalarType.Float64), gradient.to_type(ScalarType.Float64),
            [.. parameters.Select(p => p.to_type(ScalarType.Float64))], Reference);

        (Tensor output, Tensor[] gradients) = Run(x, gradient, parameters, FusedBlock.Of);

        AssertTensors.Close(expected, output, 5e-6);
        Assert.All(expectedGradients.Zip(gradients), pair => Assert.InRange(Error(pair.First, pair.Second), 0, 3e-6));
    }

    [Fact]
    public void The_parameters_are_taken_in_the_order_of_the_module()
    {
        using DisposeScope scope = NewDisposeScope();
        Block block = new(64, Heads, ScalarType.Float32);

        string[] names = [.. block.named_parameters().Select(p => p.name)];

        Assert.Equal(
            [
                "norm1.weight", "norm1.bias", "attn.qkv.weight", "attn.qkv.bias", "attn.proj.weight", "attn.proj.bias",
                "norm2.weight", "norm2.bias", "mlp.fc1.weight", "mlp.fc1.bias", "mlp.fc2.weight", "mlp.fc2.bias",
            ],
            names);
    }

    [Fact]
    public void Without_gradients_the_output_is_bit_identical()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Random(3, 50, 64);
        Tensor[] parameters = Parameters(64);
        Tensor trained = Run(x, ones_like(x), parameters, FusedBlock.Of).Output;

        using IDisposable inference = inference_mode();
        Tensor predicted = FusedBlock.Of(x, Heads, parameters);

        Assert.Equal(trained.data<float>().ToArray(), predicted.data<float>().ToArray());
    }

    [Fact]
    public void A_frame_gives_the_same_bits_with_any_other_frames_in_the_batch()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable inference = inference_mode();
        Tensor x = Random(9, 50, 64);
        Tensor[] parameters = Parameters(64);

        Tensor together = FusedBlock.Of(x, Heads, parameters), alone = FusedBlock.Of(x.narrow(0, 7, 1), Heads, parameters);

        Assert.Equal(together[7].data<float>().ToArray(), alone[0].data<float>().ToArray());
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Random(12, 40, 96), gradient = Random(12, 40, 96);
        Tensor[] parameters = Parameters(96);

        float[][] one = Bits(1), three = Bits(3);

        Assert.All(one.Zip(three), pair => Assert.Equal(pair.First, pair.Second));

        float[][] Bits(int threads)
        {
            int before = get_num_threads();
            set_num_threads(threads);
            try
            {
                (Tensor output, Tensor[] gradients) = Run(x, gradient, parameters, FusedBlock.Of);
                return [[.. output.data<float>()], .. gradients.Select(g => (float[])[.. g.data<float>()])];
            }
            finally
            {
                set_num_threads(before);
            }
        }
    }

    [Fact]
    public void NaN_is_not_hidden_and_stays_in_its_frame()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Random(3, 20, 32);
        x[1, 7, 3] = float.NaN;

        Tensor output = Run(x, ones_like(x), Parameters(32), FusedBlock.Of).Output;

        Assert.Equal([false, true, false], output.isnan().any(2).any(1).data<bool>().ToArray());
        Assert.True(output[1].isnan().all().item<bool>());
    }

    [Fact]
    public void Parameters_get_gradients_even_if_the_input_needs_none()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Random(2, 9, 32);
        Tensor[] parameters = [.. Parameters(32).Select(p => p.requires_grad_(true))];

        FusedBlock.Of(x, Heads, parameters).sum().backward();

        Assert.Null(x.grad);
        Assert.All(parameters, p => Assert.Equal(p.shape, p.grad!.shape));
    }

    /// <summary>The output, and the gradients of the input and the parameters.</summary>
    private static (Tensor Output, Tensor[] Gradients) Run(Tensor x, Tensor gradient, Tensor[] parameters,
        Func<Tensor, int, IReadOnlyList<Tensor>, Tensor> block)
    {
        Tensor[] leaves = [.. parameters.Prepend(x).Select(t => t.detach().clone().requires_grad_(true))];
        Tensor output = block(leaves[0], Heads, leaves[1..]);
        output.backward([gradient]);
        return (output.detach(), [.. leaves.Select(leaf => leaf.grad!)]);
    }

    private static Tensor Reference(Tensor x, int heads, IReadOnlyList<Tensor> p)
    {
        long n = x.shape[0], l = x.shape[1], dim = x.shape[2];
        Tensor qkv = nn.functional.linear(nn.functional.layer_norm(x, [dim], p[0], p[1], BlockShape.NormEpsilon), p[2], p[3]);
        Tensor[] parts = [.. qkv.split(dim, 2).Select(part => part.view(n, l, heads, dim / heads).transpose(1, 2))];
        Tensor weights = (parts[0].matmul(parts[1].transpose(2, 3)) / Math.Sqrt((double)dim / heads)).softmax(-1);
        x = x + nn.functional.linear(weights.matmul(parts[2]).transpose(1, 2).reshape(n, l, dim), p[4], p[5]);
        Tensor inner = nn.functional.linear(nn.functional.layer_norm(x, [dim], p[6], p[7], BlockShape.NormEpsilon), p[8], p[9]);
        return x + nn.functional.linear(nn.functional.gelu(inner), p[10], p[11]);
    }

    /// <summary>The largest difference, as a share of the largest expected value.</summary>
    private static double Error(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        return ((expected - actual.to_type(ScalarType.Float64)).abs().max() / expected.abs().max()).item<double>();
    }

    private static Tensor[] Parameters(int dim)
    {
        Generator generator = new(5, CPU);
        Tensor Weight(long outputs, long inputs) => randn([outputs, inputs], generator: generator) / Math.Sqrt(inputs);
        Tensor Bias(long outputs) => randn([outputs], generator: generator) / 4;
        return
        [
            1 + Bias(dim), Bias(dim), Weight(3 * dim, dim), Bias(3 * dim), Weight(dim, dim), Bias(dim),
            1 + Bias(dim), Bias(dim), Weight(4 * dim, dim), Bias(4 * dim), Weight(dim, 4 * dim), Bias(dim),
        ];
    }

    private static Tensor Random(params long[] shape) => randn(shape, generator: new Generator(3, CPU));
}
