using Angioboard.Core.Drawing;

namespace Angioboard.Core.Tests.Drawing;

public sealed class DrawnLineTests
{
    [Fact]
    public void A_long_curve_is_drawn_with_few_points_and_no_visible_difference()
    {
        const int points = 200_000;
        double[] x = [.. Enumerable.Range(0, points).Select(i => i / (points - 1.0))];
        double[] y = [.. x.Select(at => at * at + 0.01 * Math.Sin(500 * at))];

        (IReadOnlyList<double> keptX, IReadOnlyList<double> keptY) = DrawnLine.Of(x, y);

        Assert.InRange(keptX.Count, 4000, 20_000);
        Assert.Equal((x[0], y[0], x[^1], y[^1]), (keptX[0], keptY[0], keptX[^1], keptY[^1]));
        for (int i = 0, kept = 0; i < points; i++)
        {
            while (kept + 1 < keptX.Count && keptX[kept + 1] <= x[i]) kept++;
            Assert.InRange(Math.Abs(y[i] - keptY[kept]), 0, DrawnLine.Near);
        }
    }

    [Fact]
    public void A_short_curve_keeps_every_point()
    {
        double[] x = [.. Enumerable.Range(0, DrawnLine.Long).Select(i => i * 1e-9)];

        Assert.Equal((x, x), DrawnLine.Of(x, x));
    }
}
