using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Angioboard.Core.Training.Optimizers;

/// <summary>
/// AdamW on a GPU, where hundreds of small kernel launches cost more than their work: parameters and moments become views of one buffer
/// each, and a step is a dozen calls over them.
/// </summary>
internal sealed class FlatAdamW : AdamW
{
    private readonly Parameter[] parameters;
    private readonly long[] starts, lengths;
    private readonly Tensor weights, means, squares; // (number of weights)
    private readonly AdamWMoments[] moments;
    private Tensor? gradients;                       // of those that have one, one after another

    public FlatAdamW(Parameter[] parameters, double weightDecay) : base(weightDecay)
    {
        this.parameters = parameters;
        lengths = [.. parameters.Select(p => p.numel())];
        starts = [.. lengths.Select((_, i) => lengths.Take(i).Sum())];
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        weights = cat([.. parameters.Select(p => p.flatten())]).DetachFromDisposeScope();
        means = zeros_like(weights).DetachFromDisposeScope();
        squares = zeros_like(weights).DetachFromDisposeScope();
        for (int i = 0; i < parameters.Length; i++) parameters[i].set_(View(weights, i));
        moments =
            [.. parameters.Select((_, i) =>
                new AdamWMoments(View(means, i).DetachFromDisposeScope(), View(squares, i).DetachFromDisposeScope()))];
    }

    public override IReadOnlyList<AdamWMoments> Moments => moments;

    public override double GradientNorm()
    {
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        gradients?.Dispose();
        gradients = cat([.. parameters.Select(p => p.grad).OfType<Tensor>().Select(g => g.flatten())]).DetachFromDisposeScope();
        return gradients.norm().ToDouble();
    }

    public override void Step(double lr, double scale)
    {
        if (gradients is null) GradientNorm();
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        if (scale != 1) gradients!.mul_(scale);
        long taken = 0;
        foreach ((int first, int count) in Runs())
        {
            long length = lengths.Skip(first).Take(count).Sum();
            Update(starts[first], length, gradients!.narrow(0, taken, length), Factors(++moments[first].Step, lr));
            for (int i = first + 1; i < first + count; i++) moments[i].Step++;
            taken += length;
        }
        gradients!.Dispose();
        gradients = null;
        foreach (Parameter parameter in parameters) parameter.grad = null;
    }

    public override void Dispose()
    {
        base.Dispose();
        gradients?.Dispose();
        means.Dispose();
        squares.Dispose();
        weights.Dispose(); // the parameters keep its memory
    }

    private void Update(long start, long length, Tensor gradient, AdamWFactors factors)
    {
        Tensor parameter = weights.narrow(0, start, length), mean = means.narrow(0, start, length),
            square = squares.narrow(0, start, length);
        parameter.mul_(factors.Decay);
        mean.lerp_(gradient, tensor(1 - Beta1, dtype: ScalarType.Float32, device: gradient.device));
        square.mul_(Beta2).addcmul_(gradient, gradient, 1 - Beta2);
        parameter.addcdiv_(mean, square.sqrt().div_(factors.RootCorrection).add_(Epsilon), -factors.StepSize);
    }

    /// <summary>
    /// Neighbouring parameters with a gradient and the same number of steps. A frozen backbone's parameters have neither.
    /// </summary>
    private IEnumerable<(int First, int Count)> Runs()
    {
        for (int i = 0; i < parameters.Length;)
        {
            int first = i;
            while (i < parameters.Length && parameters[i].grad is not null && moments[i].Step == moments[first].Step) i++;
            if (i == first) i++;
            else yield return (first, i - first);
        }
    }

    private Tensor View(Tensor buffer, int index) => buffer.narrow(0, starts[index], lengths[index]).view(parameters[index].shape);
}
