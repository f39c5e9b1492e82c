using System.Globalization;
using Angioboard.Core.Drawing.Layouts;
using SkiaSharp;

namespace Angioboard.Core.Drawing;

/// <summary>Puts a figure's series, limits and ticks on a chart.</summary>
internal static class FigureContent
{
    private const double Roomy = 0.04, BarsWidth = 0.8;

    // Values beyond these leave no room to compute with; an axis shows none of them.
    private const double Largest = 1e300, Narrowest = 1e-300;

    /// <param name="chart">The chart.</param>
    /// <param name="figure">What to put on it.</param>
    /// <param name="width">The width of the chart with its axes.</param>
    public static void Add(Chart chart, Figure figure, float width)
    {
        if (figure.Kind == FigureKind.Intervals)
        {
            IntervalRows.Add(chart, figure, width);
            return;
        }
        PlotSeries[] series = [.. figure.Series.Select(one => Series(figure, one))];
        (double left, double right) = XRange(figure, series);
        (double bottom, double top) = YRange(figure, series);
        if (figure.Diagonal) chart.AddReference(0, 0, 1, 1);
        if (figure.Upright is { } upright && double.IsFinite(upright)) chart.AddReference(upright, bottom, upright, top);
        foreach ((double y, string colour) in figure.Levels) chart.AddLevel(Y(figure, y), SKColor.Parse(colour));
        for (int i = 0; i < series.Length; i++) AddOne(chart, figure, series[i], i);
        if (figure.Kind is FigureKind.Bars or FigureKind.Histogram)
        {
            foreach (PlotSeries one in series) chart.NameBars(one);
        }
        foreach ((double x, string label) in figure.Marks) chart.Mark(x, null, label, top, leftHalf: x - left <= right - x);
        chart.Limits(left, right, bottom, top);
        Ticks(chart, figure, width, left, right, bottom, top);
    }

    private static void AddOne(Chart chart, Figure figure, PlotSeries one, int index)
    {
        IReadOnlyList<(double X, double Low, double High)> band = figure.Series[index].Band;
        if (band.Count > 0)
        {
            double[] low = [.. band.Select(at => Y(figure, at.Low))], high = [.. band.Select(at => Y(figure, at.High))];
            chart.AddBand([.. band.Select(at => at.X)], low, high, one.Style.Colour);
        }
        switch (figure.Kind)
        {
            case FigureKind.Bars:
                double width = BarsWidth / figure.Series.Count, first = -BarsWidth / 2 + width / 2;
                chart.AddBars(Bars(one).Select(bar => (bar.X + first + index * width, bar.Height)), width, one.Style.Colour);
                break;
            case FigureKind.Histogram:
                chart.AddBars(Bars(one), figure.BinWidth, one.Style.Colour);
                break;
            default:
                chart.Add(one, marks: figure.Markers && figure.Series[index].Markers && !one.Faint);
                break;
        }
    }

    private static IEnumerable<(double X, double Height)> Bars(PlotSeries one) =>
        one.X.Zip(one.Y).Where(bar => double.IsFinite(bar.Second));

    private static PlotSeries Series(Figure figure, FigureSeries one)
    {
        (IReadOnlyList<double> x, IReadOnlyList<double> y) = figure.Steps ? StepLine.Of(one.X, one.Y) : (one.X, one.Y);
        return new PlotSeries(one.Name, x, [.. y.Select(value => Y(figure, value))],
            new LineStyle(SKColor.Parse(one.Colour), PaperColours.Dashes[one.Dash]), Faint: one.Faint);
    }

    private static double Y(Figure figure, double y) => !figure.LogY ? y : y > 0 ? Math.Log10(y) : double.NaN;

    private static (double Low, double High) XRange(Figure figure, PlotSeries[] series)
    {
        if (figure.Kind == FigureKind.Bars) return (-0.5, Math.Max(1, figure.Categories.Count) - 0.5);
        return Range(series.SelectMany(one => one.X), figure.XMin, figure.XMax, figure.WholeX ? 0.5 : null);
    }

    private static (double Low, double High) YRange(Figure figure, PlotSeries[] series)
    {
        IEnumerable<double> all = series.SelectMany(one => one.Y)
            .Concat(figure.Series.SelectMany(one => one.Band.SelectMany(at => new[] { Y(figure, at.Low), Y(figure, at.High) })));
        if (figure.Kind is FigureKind.Bars or FigureKind.Histogram) all = all.Append(0);
        double? Given(double? y) => y is { } known && double.IsFinite(Y(figure, known)) ? Y(figure, known) : null;
        (double low, double high) = Range(all, Given(figure.YMin), Given(figure.YMax), null);
        // The label of a mark has its own room.
        return figure.Marks.Count > 0 && figure.YMax is null ? (low, high + 0.1 * (high - low)) : (low, high);
    }

    // Bounds that are given stay, but for what a line on the edge needs.
    internal static (double Low, double High) Range(IEnumerable<double> values, double? min, double? max, double? around)
    {
        double[] finite = [.. values.Where(value => Math.Abs(value) <= Largest)];
        double low = min ?? (finite.Length == 0 ? 0 : finite.Min()), high = max ?? (finite.Length == 0 ? 1 : finite.Max());
        bool wide = high - low > Narrowest;
        double span = wide ? high - low : Math.Max(Math.Abs(high), 1e-6);
        double room = around is { } half ? Math.Max(half, Roomy * span) : wide ? Roomy * span : 0.5 * span;
        return (low - (min is null ? room : 0.005 * span), high + (max is null ? room : 0.005 * span));
    }

    private static void Ticks(Chart chart, Figure figure, float width, double left, double right, double bottom, double top)
    {
        Func<double, string> written = figure.YText ?? (value => value.ToString("G4", CultureInfo.InvariantCulture));
        if (figure.LogY) chart.LeftTicks(AxisTicks.Powers(bottom, top, written));
        else chart.LeftTicks(AxisTicks.Numbers(bottom, top, written));
        if (figure.Kind == FigureKind.Bars) chart.BottomTicks(AxisTicks.Categories(figure.Categories, width - Chart.LeftAxis));
        else if (figure.XIsTime) chart.BottomTicks(AxisTicks.Times(left, right));
        else if (figure.WholeX) chart.WholeNumbers();
        else chart.BottomTicks(AxisTicks.Numbers(left, right, value => value.ToString("G4", CultureInfo.InvariantCulture)));
    }
}
