using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation.Paired.Areas;

/// <summary>The test of a difference of two areas under ROC curves of the same exams.</summary>
/// <param name="Variance">The variance of the difference.</param>
/// <param name="Z">The difference by its standard error; null where the variance is 0 but the difference is not.</param>
/// <param name="P">The two-sided p-value by the normal distribution; null where <paramref name="Z"/> is.</param>
/// <param name="Low">The lower limit of the 95 % interval of the difference.</param>
/// <param name="High">The upper limit.</param>
/// <param name="Covariance">The covariance of the two areas; null of a mean of several areas.</param>
public sealed record AreaTest(double Variance, double? Z, double? P, double Low, double High, double? Covariance)
{
    // Below it a variance is rounding: areas have at most a few units in the sixteenth decimal of it.
    private const double Rounding = 1e-28;

    internal static AreaTest Of(double difference, double variance, double? covariance)
    {
        if (variance < Rounding) variance = 0;
        double error = Math.Sqrt(variance);
        double? z = variance > 0 ? difference / error : difference == 0 ? 0 : null;
        double half = Tails.Normal975 * error;
        return new AreaTest(variance, z, z is { } value ? Tails.Normal(value) : null, difference - half, difference + half, covariance);
    }
}
