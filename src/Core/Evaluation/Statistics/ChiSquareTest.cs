namespace Angioboard.Core.Evaluation.Statistics;

/// <summary>A χ² test.</summary>
/// <param name="Chi2">The statistic.</param>
/// <param name="Df">Degrees of freedom; with 0 there is nothing to test, and p is 1.</param>
/// <param name="P">The p-value.</param>
public sealed record ChiSquareTest(double Chi2, int Df, double P)
{
    internal static ChiSquareTest Of(double chi2, int df) => new(chi2, df, df == 0 ? 1 : Tails.ChiSquare(chi2, df));
}
