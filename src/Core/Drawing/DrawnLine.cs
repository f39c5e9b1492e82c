namespace Angioboard.Core.Drawing;

/// <summary>
/// Simplifies a curve in the unit square: hundreds of thousands of points would give a file of megabytes that looks the same.
/// </summary>
internal static class DrawnLine
{
    /// <summary>Longer curves are simplified.</summary>
    public const int Long = 10_000;

    /// <summary>A quarter of a point on the widest chart.</summary>
    public const double Near = 1.0 / 4000;

    /// <summary>
    /// The points; of a long curve, those further than <see cref="Near"/> from the previous kept one in x or y, and the last.
    /// </summary>
    public static (IReadOnlyList<double> X, IReadOnlyList<double> Y) Of(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count <= Long) return (x, y);
        List<double> keptX = [x[0]], keptY = [y[0]];
        for (int i = 1; i < x.Count; i++)
        {
            if (i < x.Count - 1 && Math.Abs(x[i] - keptX[^1]) <= Near && Math.Abs(y[i] - keptY[^1]) <= Near) continue;
            keptX.Add(x[i]);
            keptY.Add(y[i]);
        }
        return (keptX, keptY);
    }
}
