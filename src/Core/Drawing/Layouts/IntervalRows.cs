using System.Globalization;
using SkiaSharp;

namespace Angioboard.Core.Drawing.Layouts;

/// <summary>Points with their intervals in named rows, the first at the top.</summary>
internal static class IntervalRows
{
    private const float RowHeight = 15, AxisHeight = 40, TickSize = 8, NameShare = 0.42f;

    /// <summary>The height of the rows with the axis.</summary>
    public static float Height(Figure figure) => AxisHeight + RowHeight * Math.Max(2, figure.Categories.Count);

    /// <summary>Puts the points, limits and ticks on a chart.</summary>
    public static void Add(Chart chart, Figure figure, float width)
    {
        int rows = Math.Max(1, figure.Categories.Count);
        IEnumerable<double> all = figure.Series.SelectMany(one => one.X.Concat(one.Band.SelectMany(at => new[] { at.Low, at.High })));
        if (figure.Upright is { } shown) all = all.Append(shown);
        (double left, double right) = FigureContent.Range(all, figure.XMin, figure.XMax, null);
        if (figure.Upright is { } upright && double.IsFinite(upright)) chart.AddReference(upright, -0.5, upright, rows - 0.5);
        foreach (FigureSeries one in figure.Series)
        {
            (double X, double Y)[] points =
                [.. one.X.Zip(one.Y).Where(point => double.IsFinite(point.First) && double.IsFinite(point.Second))];
            chart.AddIntervals(
                new PlotSeries(one.Name, [.. points.Select(point => point.X)], [.. points.Select(point => Place(point.Y))],
                    new LineStyle(SKColor.Parse(one.Colour), [])),
                [
                    .. one.Band.Where(at => double.IsFinite(at.Low) && double.IsFinite(at.High))
                        .Select(at => (Place(at.X), at.Low, at.High)),
                ]);
        }
        chart.Limits(left, right, -0.5, rows - 0.5);
        chart.LeftTicks([.. figure.Categories.Select((name, row) => (Place(row), Sheet.Fit(name, width * NameShare, TickSize)))]);
        chart.BottomTicks(AxisTicks.Numbers(left, right, value => value.ToString("G4", CultureInfo.InvariantCulture)));

        double Place(double row) => rows - 1 - row;
    }
}
