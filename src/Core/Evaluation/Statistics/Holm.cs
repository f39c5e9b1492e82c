namespace Angioboard.Core.Evaluation.Statistics;

/// <summary>Holm's correction of p-values for several tests (Holm, 1979).</summary>
public static class Holm
{
    /// <summary>
    /// The adjusted p-values, in the order given: the i-th smallest times (m − i + 1), at least as large as those before it, at most 1. A
    /// null is no test: it stays null and is not counted in m.
    /// </summary>
    public static double?[] Adjust(IReadOnlyList<double?> p)
    {
        int[] tests = [.. Enumerable.Range(0, p.Count).Where(i => p[i] is not null).OrderBy(i => p[i])];
        double?[] adjusted = new double?[p.Count];
        double largest = 0;
        for (int i = 0; i < tests.Length; i++)
        {
            largest = Math.Max(largest, Math.Min(1, (tests.Length - i) * p[tests[i]]!.Value));
            adjusted[tests[i]] = largest;
        }
        return adjusted;
    }
}
