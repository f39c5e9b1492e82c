using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Angioboard.Core.Training.Optimizers;

/// <summary>
/// AdamW (Loshchilov and Hutter, arXiv:1711.05101) with betas 0.9 and 0.999 and epsilon 1e-8, equal to PyTorch's to rounding. A parameter
/// without a gradient is unchanged.
/// </summary>
internal abstract class AdamW(double weightDecay) : IDisposable
{
    protected const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    /// <summary>The moments of each parameter, in the model's order.</summary>
    public abstract IReadOnlyList<AdamWMoments> Moments { get; }

    protected double WeightDecay { get; } = weightDecay;

    /// <summary>The implementation for the parameters' device.</summary>
    /// <param name="parameters">Float32, all on one device. The caller still owns them, but their memory may be moved.</param>
    /// <param name="weightDecay">Relative to the learning rate.</param>
    public static AdamW Of(Parameter[] parameters, double weightDecay) => parameters[0].device_type == TorchSharp.DeviceType.CPU
        ? new FusedAdamW(parameters, weightDecay)
        : new FlatAdamW(parameters, weightDecay);

    /// <summary>The Euclidean norm of all gradients together; not finite if one of them is not.</summary>
    public abstract double GradientNorm();

    /// <summary>Takes a step, then clears the gradients.</summary>
    /// <param name="lr">Learning rate.</param>
    /// <param name="scale">Factor applied to the gradients first.</param>
    public abstract void Step(double lr, double scale);

    /// <summary>Frees the moments, not the parameters.</summary>
    public virtual void Dispose()
    {
        foreach (AdamWMoments moments in Moments) moments.Dispose();
    }

    /// <summary>The factors of a parameter's step, its <paramref name="step"/>th.</summary>
    protected AdamWFactors Factors(long step, double lr) => new(
        Decay: 1 - lr * WeightDecay,
        StepSize: lr / (1 - Math.Pow(Beta1, step)),
        RootCorrection: Math.Sqrt(1 - Math.Pow(Beta2, step)));
}

/// <summary>Factors of one step.</summary>
/// <param name="Decay">The parameter.</param>
/// <param name="StepSize">The first moment over the root of the second.</param>
/// <param name="RootCorrection">Divisor of the root of the second moment.</param>
internal readonly record struct AdamWFactors(double Decay, double StepSize, double RootCorrection);

/// <summary>A parameter's moments: running means of its gradient and of the gradient's square, both of the parameter's shape.</summary>
internal sealed class AdamWMoments(Tensor mean, Tensor square) : IDisposable
{
    /// <summary>Steps taken.</summary>
    public long Step { get; set; }

    public Tensor Mean { get; } = mean;

    public Tensor Square { get; } = square;

    public void Dispose()
    {
        Mean.Dispose();
        Square.Dispose();
    }
}
