using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Angioboard.Core.Evaluation.Statistics;

/// <summary>Tail probabilities and quantiles of the distributions that tests and intervals use.</summary>
internal static class Tails
{
    /// <summary>The 97.5 % quantile of the standard normal distribution.</summary>
    public const double Normal975 = 1.959963984540054;

    /// <summary>P(|Z| ≥ |z|) of a standard normal Z.</summary>
    public static double Normal(double z) => SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2));

    /// <summary>P(|T| ≥ |t|) of Student's t, also with degrees of freedom that are not whole.</summary>
    public static double StudentT(double t, double freedom) =>
        double.IsInfinity(t) ? 0 : SpecialFunctions.BetaRegularized(freedom / 2, 0.5, freedom / (freedom + t * t));

    /// <summary>The 97.5 % quantile of Student's t.</summary>
    public static double StudentT975(double freedom) => MathNet.Numerics.Distributions.StudentT.InvCDF(0, 1, freedom, 0.975);

    /// <summary>P(X ≥ x) of a χ² with these degrees of freedom; 1 where x is 0.</summary>
    public static double ChiSquare(double x, double freedom) => x <= 0 ? 1 : SpecialFunctions.GammaUpperRegularized(freedom / 2, x / 2);

    /// <summary>P(X ≤ k) of a binomial of n tries with chance one half.</summary>
    public static double FairCoin(int n, int k) => Binomial.CDF(0.5, n, k);

    /// <summary>P(X = k) of a binomial of n tries with chance one half.</summary>
    public static double FairCoinExactly(int n, int k) => Binomial.PMF(0.5, n, k);

    /// <summary>A quantile of the beta distribution.</summary>
    public static double BetaQuantile(double a, double b, double p) => Beta.InvCDF(a, b, p);
}
