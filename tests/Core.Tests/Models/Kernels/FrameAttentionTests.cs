using Angioboard.Core.Models.Kernels;
using Angioboard.Core.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Models.Kernels;

/// <summary>Shapes with whole and partial tiles; the reference is softmax(q kᵀ / √d) v in float64.</summary>
public sealed class FrameAttentionTests
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
    public void Output_and_gradients_match_attention_in_double_precision(int frames, int tokens, int heads, int size)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor qkv = Random(frames, tokens, 3 * heads * size), outputGradient = Random(frames, tokens, heads * size);
        Tensor wide = qkv.to_type(ScalarType.Float64).requires_grad_(true);
        Tensor expected = Reference(wide, heads);
        expected.backward([outputGradient.to_type(ScalarType.Float64)]);

        (Tensor output, Tensor gradient) = Compute(qkv, outputGradient, heads);

        AssertTensors.Close(expected.detach(), output, 1e-6);
        AssertTensors.Close(wide.grad!, gradient, 2e-6);
    }

    [Fact]
    public void Scores_far_beyond_the_range_of_exp_still_give_weights()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor qkv = 60 * Random(1, 30, 3 * 16);

        Tensor output = Compute(qkv, zeros(1, 30, 16), 1).Output;

        AssertTensors.Close(Reference(qkv.to_type(ScalarType.Float64), 1), output, 1e-4);
    }

    [Fact]
    public void Scores_far_below_zero_also_give_weights()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor q = full([1, 30, 16], 30.0, dtype: ScalarType.Float32), v = Random(1, 30, 16);

        Tensor output = Compute(cat([q, -q, v], 2), zeros(1, 30, 16), 1).Output;

        AssertTensors.Close(v.mean([1], keepdim: true).expand(-1, 30, -1), output, 1e-6);
    }

    [Fact]
    public void NaN_is_not_hidden()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor qkv = Random(1, 20, 3 * 16);
        qkv[0, 7, 3] = float.NaN; // in the query of one token

        Tensor output = Compute(qkv, zeros(1, 20, 16), 1).Output;

        Assert.Equal([7], output.isnan().any(2)[0].nonzero().flatten().data<long>().ToArray());
    }

    private static unsafe (Tensor Output, Tensor Gradient) Compute(Tensor qkv, Tensor outputGradient, int heads)
    {
        (int frames, int tokens, int dim) = ((int)qkv.shape[0], (int)qkv.shape[1], (int)qkv.shape[2] / 3);
        FrameAttention attention = new(new BlockShape(frames, tokens, dim, heads));
        Tensor output = empty([frames, tokens, dim]), sums = empty([attention.Sums]), gradient = empty_like(qkv);
        ParallelStage given = ParallelStage.Of(new BlockShape(frames, tokens, dim, heads).Pieces, _ => { });
        ParallelStage.Run(given, attention.Forward(given, At(qkv), At(output), At(sums)));
        ParallelStage.Run(attention.Backward(given, At(qkv), At(outputGradient), At(sums), At(gradient)));
        return (output, gradient);
    }

    private static unsafe float* At(Tensor tensor) => (float*)tensor.Address();

    private static Tensor Random(params long[] shape) => randn(shape, generator: new Generator(3, CPU));

    private static Tensor Reference(Tensor qkv, int heads)
    {
        long n = qkv.shape[0], l = qkv.shape[1], dim = qkv.shape[2] / 3;
        Tensor[] parts = [.. qkv.split(dim, 2).Select(part => part.view(n, l, heads, dim / heads).transpose(1, 2))];
        Tensor weights = (parts[0].matmul(parts[1].transpose(2, 3)) / Math.Sqrt((double)dim / heads)).softmax(-1);
        return weights.matmul(parts[2]).transpose(1, 2).reshape(n, l, dim);
    }
}
