using Angioboard.Core.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Models;

/// <summary>Shapes in whole tiles and beside them; softmax(q kᵀ / √d) v in float64 is the reference.</summary>
public sealed class FusedAttentionTests
{
    public static TheoryData<int, int, int, int> Shapes => new()
    {
        { 2, 197, 6, 64 }, // frames, tokens, heads, features of a head
        { 3, 17, 3, 16 },
        { 1, 5, 2, 20 },
        { 2, 12, 1, 32 },
        { 2, 64, 2, 33 },
        { 1, 577, 1, 64 },
        { 4, 1, 2, 8 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Output_and_gradients_are_those_of_attention_in_double_precision(int frames, int tokens, int heads, int size)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor qkv = Random(frames, tokens, 3 * heads * size), gradient = Random(frames, tokens, heads * size);
        Tensor wide = qkv.to_type(ScalarType.Float64).requires_grad_(true);
        Tensor expected = Reference(wide, heads);
        expected.backward([gradient.to_type(ScalarType.Float64)]);

        Tensor output = FusedAttention.Of(qkv.requires_grad_(true), heads);
        output.backward([gradient]);

        AssertTensors.Close(expected.detach(), output.detach(), 1e-6);
        AssertTensors.Close(wide.grad!, qkv.grad!, 2e-6);
    }

    [Fact]
    public void Without_gradients_the_output_is_the_same_to_the_bit()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor qkv = Random(2, 50, 3 * 48);
        Tensor trained = FusedAttention.Of(qkv.clone().requires_grad_(true), 3).detach();

        using IDisposable inference = inference_mode();
        Tensor predicted = FusedAttention.Of(qkv, 3);

        Assert.Equal(trained.data<float>().ToArray(), predicted.data<float>().ToArray());
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor qkv = Random(5, 40, 3 * 48), gradient = Random(5, 40, 48);

        float[] one = Gradients(qkv, gradient, threads: 1), three = Gradients(qkv, gradient, threads: 3);

        Assert.Equal(one, three);
    }

    [Fact]
    public void Scores_far_beyond_what_an_exponential_takes_still_give_weights()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor qkv = 60 * Random(1, 30, 3 * 16);
        Tensor wide = qkv.to_type(ScalarType.Float64);

        Tensor output = FusedAttention.Of(qkv, 1);

        AssertTensors.Close(Reference(wide, 1), output, 1e-4);
    }

    [Fact]
    public void Scores_that_all_lie_far_below_zero_give_weights_too()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor q = full([1, 30, 16], 30.0, dtype: ScalarType.Float32), v = Random(1, 30, 16);
        Tensor qkv = cat([q, -q, v], 2);

        Tensor output = FusedAttention.Of(qkv, 1);

        AssertTensors.Close(v.mean([1], keepdim: true).expand(-1, 30, -1), output, 1e-6);
    }

    [Fact]
    public void A_number_that_is_none_is_not_hidden()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor qkv = Random(1, 20, 3 * 16);
        qkv[0, 7, 3] = float.NaN; // in the query of one token

        Tensor output = FusedAttention.Of(qkv, 1);

        Assert.Equal([7], output.isnan().any(2)[0].nonzero().flatten().data<long>().ToArray());
    }

    private static Tensor Random(params long[] shape) => randn(shape, generator: new Generator(3, CPU));

    private static Tensor Reference(Tensor qkv, int heads)
    {
        long n = qkv.shape[0], l = qkv.shape[1], dim = qkv.shape[2] / 3;
        Tensor[] parts = [.. qkv.split(dim, 2).Select(part => part.view(n, l, heads, dim / heads).transpose(1, 2))];
        Tensor weights = (parts[0].matmul(parts[1].transpose(2, 3)) / Math.Sqrt((double)dim / heads)).softmax(-1);
        return weights.matmul(parts[2]).transpose(1, 2).reshape(n, l, dim);
    }

    private static float[] Gradients(Tensor qkv, Tensor gradient, int threads)
    {
        int before = get_num_threads();
        set_num_threads(threads);
        try
        {
            Tensor input = qkv.clone().requires_grad_(true);
            FusedAttention.Of(input, 3).backward([gradient]);
            return [.. input.grad!.data<float>()];
        }
        finally
        {
            set_num_threads(before);
        }
    }
}
