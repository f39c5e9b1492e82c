namespace Angioboard.Core.Studies.Searching;

/// <summary>
/// The best validation value to expect after so many trials of a random search (Dodge et al., 2019): whether it is worth going on. Biased
/// for numbers near that of the trials made (Tang et al., 2020).
/// </summary>
public static class ExpectedBest
{
    /// <summary>
    /// The expected best of n of the B trials, drawn with replacement, for n = 1 … B: Σ v₍ᵢ₎ ((i/B)ⁿ − ((i − 1)/B)ⁿ), the values v from
    /// worst to best.
    /// </summary>
    /// <param name="values">The trials' values, in any order and unit, all finite.</param>
    /// <param name="maximize">Whether higher is better.</param>
    public static IReadOnlyList<double> After(IReadOnlyList<double> values, bool maximize)
    {
        double[] sorted = [.. maximize ? values.Order() : values.OrderDescending()];
        double trials = sorted.Length;
        return [.. Enumerable.Range(1, sorted.Length).Select(n =>
            sorted.Index().Sum(value => value.Item * (Math.Pow((value.Index + 1) / trials, n) - Math.Pow(value.Index / trials, n))))];
    }
}
