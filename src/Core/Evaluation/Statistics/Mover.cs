namespace Angioboard.Core.Evaluation.Statistics;

/// <summary>The interval of a mean of independent shares from the interval of each (Zou and Donner, 2008).</summary>
internal static class Mover
{
    /// <summary>The squared distances from the shares to their limits add up as variances do.</summary>
    /// <param name="shares">The shares, at least one, and their 95 % limits.</param>
    public static Limits Mean(IReadOnlyList<(double Share, Limits Limits)> shares)
    {
        double mean = 0, below = 0, above = 0;
        foreach ((double share, Limits limits) in shares)
        {
            mean += share;
            below += (share - limits.Low) * (share - limits.Low);
            above += (limits.High - share) * (limits.High - share);
        }
        mean /= shares.Count;
        return new Limits(Math.Max(0, mean - Math.Sqrt(below) / shares.Count), Math.Min(1, mean + Math.Sqrt(above) / shares.Count));
    }
}
