using Angioboard.Dashboard.Charts;

namespace Angioboard.Dashboard.Tests.Charts;

public sealed class ThinningTests
{
    [Fact]
    public void Short_series_keep_every_point()
    {
        ChartPoint[] points = [.. Enumerable.Range(0, Thinning.Limit).Select(i => new ChartPoint(i, i))];

        Assert.Same(points, Thinning.MinMax(points));
    }

    [Fact]
    public void Thinning_keeps_the_ends_and_every_spike()
    {
        ChartPoint[] points = Enumerable.Range(0, 20_000).Select(i => new ChartPoint(i, Math.Sin(i / 300.0))).ToArray();
        points[777] = new(777, 50);
        points[15_003] = new(15_003, -50);

        IReadOnlyList<ChartPoint> thinned = Thinning.MinMax(points);

        Assert.InRange(thinned.Count, 500, Thinning.Limit);
        Assert.Equal(points[0], thinned[0]);
        Assert.Equal(points[^1], thinned[^1]);
        Assert.Contains(points[777], thinned);
        Assert.Contains(points[15_003], thinned);
        Assert.Equal(thinned.OrderBy(p => p.X), thinned);
    }

    [Fact]
    public void A_gap_as_wide_as_a_stretch_stays_a_gap()
    {
        ChartPoint[] points = [.. Enumerable.Range(0, 10_000).Select(i => new ChartPoint(i, i is > 4000 and < 5000 ? null : 1))];

        Assert.Contains(Thinning.MinMax(points), p => p.Y is null);
    }
}
