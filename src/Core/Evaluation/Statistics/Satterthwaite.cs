namespace Angioboard.Core.Evaluation.Statistics;

/// <summary>Degrees of freedom of a sum of independent variances (Satterthwaite, 1946).</summary>
internal static class Satterthwaite
{
    /// <summary>(Σv)² / Σ(v² / df); a variance of 0 adds nothing.</summary>
    public static double Freedom(params ReadOnlySpan<(double Variance, double Freedom)> parts)
    {
        double sum = 0, squares = 0;
        foreach ((double variance, double freedom) in parts)
        {
            sum += variance;
            if (variance > 0) squares += variance * variance / freedom;
        }
        return sum * sum / squares;
    }
}
