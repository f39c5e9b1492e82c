namespace Angioboard.Dashboard.Charts;

/// <summary>Thins long series but keeps extremes: the lowest and the highest point of each stretch of x.</summary>
public static class Thinning
{
    /// <summary>Series up to this many points are drawn whole.</summary>
    public const int Limit = 1000;

    /// <summary>
    /// At most about <paramref name="limit"/> points of <paramref name="points"/>, in order, with the first, the last, and each stretch's
    /// extremes and gaps.
    /// </summary>
    public static IReadOnlyList<ChartPoint> MinMax(IReadOnlyList<ChartPoint> points, int limit = Limit)
    {
        if (points.Count <= limit)
            return points;
        int stretches = Math.Max(1, (limit - 2) / 2);
        List<ChartPoint> kept = new(limit) { points[0] };
        for (int stretch = 0; stretch < stretches; stretch++)
        {
            int from = 1 + (int)((long)stretch * (points.Count - 2) / stretches);
            int to = 1 + (int)((long)(stretch + 1) * (points.Count - 2) / stretches);
            KeepExtremes(points, from, to, kept);
        }
        kept.Add(points[^1]);
        return kept;
    }

    private static void KeepExtremes(IReadOnlyList<ChartPoint> points, int from, int to, List<ChartPoint> kept)
    {
        int low = -1, high = -1, gap = -1;
        for (int i = from; i < to; i++)
        {
            if (points[i].Y is not { } y || !double.IsFinite(y))
            {
                gap = i;
                continue;
            }
            if (low < 0 || y < points[low].Y)
                low = i;
            if (high < 0 || y > points[high].Y)
                high = i;
        }
        if (low < 0)
        {
            if (gap >= 0)
                kept.Add(points[gap]);
            return;
        }
        kept.Add(points[Math.Min(low, high)]);
        if (low != high)
            kept.Add(points[Math.Max(low, high)]);
    }
}
