using Angioboard.Core.Training.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using PyTorchAdamW = TorchSharp.Modules.AdamW;

namespace Angioboard.Core.Tests.Training.Optimizers;

/// <summary>Our optimizers against libtorch's, on parameters of odd sizes, one of which has no gradient at first.</summary>
public sealed class AdamWTests
{
    private const double Lr = 3e-3, WeightDecay = 0.02;

    private static readonly long[][] Shapes = [[3, 5, 7], [1], [200_003], [64, 33]];

    [Theory]
    [InlineData("fused")]
    [InlineData("flat")]
    public void Steps_equal_those_of_PyTorch(string kind)
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] ours = Parameters(), theirs = Parameters();
        using Core.Training.Optimizers.AdamW optimizer = Make(kind, ours);
        PyTorchAdamW reference = optim.AdamW(theirs, Lr, weight_decay: WeightDecay);

        for (int step = 0; step < 12; step++)
        {
            GiveGradients(ours, step);
            GiveGradients(theirs, step);
            optimizer.Step(Lr, scale: 1);
            reference.step();
        }

        PyTorchAdamW.State[] states = [.. reference.state_dict().State.Cast<PyTorchAdamW.State>()];
        for (int i = 0; i < ours.Length; i++)
        {
            Assert.True(allclose(ours[i], theirs[i], rtol: 1e-6, atol: 1e-7), $"parameter {i}");
            Assert.True(allclose(optimizer.Moments[i].Mean, states[i].exp_avg, rtol: 1e-5, atol: 5e-7), $"mean {i}");
            Assert.True(allclose(optimizer.Moments[i].Square, states[i].exp_avg_sq, rtol: 1e-5, atol: 1e-10), $"square {i}");
            Assert.Equal(i == 1 ? 8 : 12, optimizer.Moments[i].Step);
            Assert.Null(ours[i].grad);
        }
    }

    [Theory]
    [InlineData("fused")]
    [InlineData("flat")]
    public void The_norm_is_that_of_all_gradients_and_scaling_clips_them(string kind)
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] clipped = Parameters(), scaled = Parameters();
        using Core.Training.Optimizers.AdamW optimizer = Make(kind, clipped), other = Make(kind, scaled);
        GiveGradients(clipped, 9);
        GiveGradients(scaled, 9);
        double expected = Math.Sqrt(clipped.Sum(p => p.grad!.to(ScalarType.Float64).pow(2).sum().ToDouble()));
        foreach (Parameter parameter in scaled) parameter.grad = parameter.grad!.mul(0.25);

        double norm = optimizer.GradientNorm();
        optimizer.Step(Lr, scale: 0.25);
        other.Step(Lr, scale: 1);

        Assert.Equal(expected, norm, 1e-5 * expected);
        AssertSameBits(clipped, scaled);
    }

    [Theory]
    [InlineData("fused")]
    [InlineData("flat")]
    public void A_gradient_that_is_not_a_number_shows_in_the_norm(string kind)
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] parameters = Parameters();
        using Core.Training.Optimizers.AdamW optimizer = Make(kind, parameters);
        GiveGradients(parameters, 9);
        parameters[2].grad![200_002] = float.NaN;

        Assert.False(double.IsFinite(optimizer.GradientNorm()));
    }

    [Fact]
    public void Steps_on_the_processor_have_the_same_bits_with_any_number_of_threads()
    {
        using DisposeScope scope = NewDisposeScope();
        int before = get_num_threads();
        Parameter[][] results = [.. new[] { 1, 3 }.Select(threads =>
        {
            set_num_threads(threads);
            Parameter[] parameters = Parameters();
            using Core.Training.Optimizers.AdamW optimizer = Make("fused", parameters);
            for (int step = 0; step < 3; step++)
            {
                GiveGradients(parameters, step);
                optimizer.Step(Lr, optimizer.GradientNorm() > 1 ? 0.5 : 1);
            }
            return parameters;
        })];
        set_num_threads(before);

        AssertSameBits(results[0], results[1]);
    }

    private static void AssertSameBits(Parameter[] expected, Parameter[] actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First.data<float>().ToArray(), pair.Second.data<float>().ToArray()));

    private static Core.Training.Optimizers.AdamW Make(string kind, Parameter[] parameters) =>
        kind == "flat" ? new FlatAdamW(parameters, WeightDecay) : new FusedAdamW(parameters, WeightDecay);

    private static Parameter[] Parameters()
    {
        using Generator generator = new(7, CPU);
        return [.. Shapes.Select(shape => new Parameter(randn(shape, generator: generator)))];
    }

    // The second parameter gets none in the first four steps, like a frozen part.
    private static void GiveGradients(Parameter[] parameters, int step)
    {
        using Generator generator = new((ulong)step, CPU);
        for (int i = 0; i < parameters.Length; i++)
        {
            Tensor gradient = randn(Shapes[i], generator: generator);
            parameters[i].grad = i == 1 && step < 4 ? null : gradient;
        }
    }
}
