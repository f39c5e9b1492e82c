using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Angioboard.Core.Drawing;

/// <summary>A chart with a title above and a legend below its frame.</summary>
internal sealed class Chart(string title, string xLabel, string yLabel) : IDisposable
{
    private const float FullTitle = 16;

    /// <summary>The width of the axis at the left: five digits and a label fit, so stacked frames align.</summary>
    public const float LeftAxis = 46;

    // The room of axis numbers and labels around a square frame.
    private static readonly PixelPadding SquarePadding = new(left: 46, right: 8, bottom: 34, top: 4);

    private static readonly LinePattern Short = new([4, 3], 0, "reference");

    private static readonly LinePattern Dots = new([1, 2.5f], 0, "level");

    private readonly Plot plot = new();
    private readonly List<PlotSeries> series = [];
    private bool boxes;

    private float TitleHeight => title.Length == 0 ? 0 : FullTitle;

    private PlotSeries[] Named => [.. series.Where(line => !line.Faint)];

    /// <summary>Adds a line; with marks, each of its points has a dot.</summary>
    public void Add(PlotSeries line, bool marks = false)
    {
        double[] y = [.. line.Y.Select(value => double.IsFinite(value) ? value : double.NaN)];
        series.Add(line);
        Scatter scatter = plot.Add.Scatter([.. line.X], y);
        scatter.Color = ToPlot(line.Style.Colour).WithAlpha(line.Faint ? 0.3 : 1);
        scatter.LineWidth = line.Faint ? 0.8f : 1.2f;
        if (line.Style.Dash is { Count: > 0 } dash) scatter.LinePattern = new LinePattern([.. dash], 0, "report");
        scatter.MarkerSize = !marks ? 0 : y.Length == 1 ? 6 : 3.2f;
        if (!marks) AddLonelyPoints(line, y);
    }

    /// <summary>A pale band between two curves.</summary>
    public void AddBand(IReadOnlyList<double> x, IReadOnlyList<double> low, IReadOnlyList<double> high, SKColor colour)
    {
        if (x.Count < 2) return;
        IEnumerable<Coordinates> up = x.Zip(high, (at, y) => new Coordinates(at, y));
        IEnumerable<Coordinates> back = x.Zip(low, (at, y) => new Coordinates(at, y)).Reverse();
        Polygon band = plot.Add.Polygon([.. up, .. back]);
        band.FillColor = ToPlot(colour).WithAlpha(0.2);
        band.LineWidth = 0;
        band.MarkerSize = 0;
    }

    /// <summary>Dots without a line between them, each with an interval along x.</summary>
    public void AddIntervals(PlotSeries points, IReadOnlyList<(double Y, double Low, double High)> intervals)
    {
        series.Add(points);
        foreach ((double y, double low, double high) in intervals)
        {
            LinePlot line = plot.Add.Line(low, y, high, y);
            line.Color = ToPlot(points.Style.Colour);
            line.LineWidth = 1.2f;
        }
        foreach ((double x, double y) in points.X.Zip(points.Y))
            plot.Add.Marker(x, y, MarkerShape.FilledCircle, 5, ToPlot(points.Style.Colour));
    }

    /// <summary>A grey dashed reference line.</summary>
    public void AddReference(double x1, double y1, double x2, double y2)
    {
        LinePlot line = plot.Add.Line(x1, y1, x2, y2);
        line.Color = ToPlot(PaperColours.Faint);
        line.LineWidth = 0.8f;
        line.LinePattern = Short;
    }

    /// <summary>A faint dotted line across the frame.</summary>
    public void AddLevel(double y, SKColor colour)
    {
        if (double.IsFinite(y)) plot.Add.HorizontalLine(y, 0.8f, ToPlot(colour).WithAlpha(0.6), Dots);
    }

    /// <summary>A diamond on a point and a dashed line through it, with a label at the line's top, on the side with more space.</summary>
    public void Mark(double x, double? y, string words, double top, bool leftHalf)
    {
        plot.Add.VerticalLine(x, 0.8f, ToPlot(PaperColours.Faint), Short);
        if (y is { } value && double.IsFinite(value)) plot.Add.Marker(x, value, MarkerShape.FilledDiamond, 8, ToPlot(PaperColours.Ink));
        Text text = plot.Add.Text(words, x, top);
        text.LabelFontName = ReportFont.Family;
        text.LabelFontSize = 8;
        text.LabelFontColor = ToPlot(PaperColours.Ink);
        text.LabelAlignment = leftHalf ? Alignment.UpperLeft : Alignment.UpperRight;
        text.OffsetX = leftHalf ? 4 : -4;
        text.OffsetY = 2;
    }

    /// <summary>Upright bars around x, each of a width in units of x.</summary>
    public void AddBars(IEnumerable<(double X, double Height)> bars, double width, SKColor? colour = null)
    {
        Bar[] drawn =
        [
            .. bars.Select(bar => new Bar
            {
                Position = bar.X,
                Value = bar.Height,
                Size = width,
                FillColor = ToPlot(colour ?? PaperColours.Bars),
                LineColor = ToPlot(SKColors.White),
                LineWidth = 0.5f,
            }),
        ];
        plot.Add.Bars(drawn);
    }

    /// <summary>A name in the legend for bars added by <see cref="AddBars"/>.</summary>
    public void NameBars(PlotSeries bars)
    {
        boxes = true;
        series.Add(bars);
    }

    public void Limits(double left, double right, double bottom, double top) => plot.Axes.SetLimits(left, right, bottom, top);

    /// <summary>Ticks at whole numbers only.</summary>
    public void WholeNumbers() => plot.Axes.Bottom.TickGenerator = new NumericAutomatic { IntegerTicksOnly = true };

    /// <summary>Ticks at these places of the x axis.</summary>
    public void BottomTicks(IReadOnlyList<(double Place, string Label)> ticks) => plot.Axes.Bottom.TickGenerator = Manual(ticks);

    /// <summary>Ticks at these places of the y axis.</summary>
    public void LeftTicks(IReadOnlyList<(double Place, string Label)> ticks) => plot.Axes.Left.TickGenerator = Manual(ticks);

    /// <summary>Ticks at every fifth of an axis from 0 to 1.</summary>
    public void Fifths(bool bottom, bool left)
    {
        (double, string)[] ticks = [.. Enumerable.Range(0, 6).Select(i => (i / 5.0, $"{i / 5.0:0.0}"))];
        if (bottom) BottomTicks(ticks);
        if (left) LeftTicks(ticks);
    }

    /// <summary>The height of a chart of this width whose frame is a square.</summary>
    public float SquareHeight(float width, int legendColumns) =>
        TitleHeight + width - SquarePadding.Left - SquarePadding.Right + SquarePadding.Top + SquarePadding.Bottom
            + LegendHeight(legendColumns);

    /// <summary>The columns of the legend that fit a width; 0 without names.</summary>
    public int LegendColumns(float width) => Named.Length == 0 ? 0 : PlotLegend.Columns(Named, width);

    /// <summary>The height of the legend.</summary>
    public float LegendHeight(int columns) => columns == 0 ? 0 : PlotLegend.Height(Named.Length, columns);

    /// <summary>Draws it.</summary>
    /// <param name="page">Where.</param>
    /// <param name="rect">Title, frame and legend together.</param>
    /// <param name="legendColumns">0 for no legend.</param>
    /// <param name="square">Whether the frame is a square, as large as fits, at the top left.</param>
    public void Draw(Sheet page, SKRect rect, int legendColumns = 2, bool square = false)
    {
        if (title.Length > 0) page.Text(Sheet.Fit(title, rect.Width, 10, bold: true), rect.Left, rect.Top + 9, size: 10, bold: true);
        SKRect frame = new(rect.Left, rect.Top + TitleHeight, rect.Right, rect.Bottom - LegendHeight(legendColumns));
        if (square) frame = Squared(frame);
        Style();
        page.Plot(plot, frame);
        if (legendColumns == 0) return;
        DrawLegend(page, new SKRect(rect.Left, frame.Bottom, rect.Right, frame.Bottom + LegendHeight(legendColumns)), legendColumns);
    }

    /// <summary>Draws the legend alone.</summary>
    public void DrawLegend(Sheet page, SKRect rect, int columns)
    {
        if (columns > 0) PlotLegend.Draw(page, Named, rect, columns, boxes);
    }

    public void Dispose() => plot.Dispose();

    private SKRect Squared(SKRect room)
    {
        PixelPadding around = SquarePadding;
        float side = Math.Min(room.Width - around.Left - around.Right, room.Height - around.Top - around.Bottom);
        plot.Layout.Fixed(around);
        return SKRect.Create(room.Left, room.Top, side + around.Left + around.Right, side + around.Top + around.Bottom);
    }

    private void Style()
    {
        plot.Font.Set(ReportFont.Family);
        plot.FigureBackground.Color = Colors.Transparent;
        plot.Grid.MajorLineColor = ToPlot(PaperColours.Rule).WithAlpha(0.6);
        plot.Grid.MajorLineWidth = 0.5f;
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.XLabel(xLabel, 9);
        plot.YLabel(yLabel, 9);
        foreach (IAxis axis in new IAxis[] { plot.Axes.Bottom, plot.Axes.Left })
        {
            axis.Label.Bold = false;
            axis.Label.ForeColor = ToPlot(PaperColours.Ink);
            axis.TickLabelStyle.FontSize = 8;
            axis.TickLabelStyle.ForeColor = ToPlot(PaperColours.Ink);
            axis.FrameLineStyle.Width = 0.6f;
            axis.MajorTickStyle.Width = 0.6f;
            axis.MinorTickStyle.Length = 0;
        }
        plot.Axes.Left.MinimumSize = LeftAxis;
        plot.Legend.IsVisible = false;
    }

    // A value between two gaps would not be visible as a line.
    private void AddLonelyPoints(PlotSeries line, double[] y)
    {
        bool Finite(int i) => i >= 0 && i < y.Length && !double.IsNaN(y[i]);
        for (int i = 0; i < y.Length; i++)
        {
            if (Finite(i) && !Finite(i - 1) && !Finite(i + 1))
            {
                plot.Add.Marker(line.X[i], y[i], MarkerShape.FilledCircle, 3.2f, ToPlot(line.Style.Colour));
            }
        }
    }

    private static NumericManual Manual(IReadOnlyList<(double Place, string Label)> ticks) =>
        new([.. ticks.Select(tick => tick.Place)], [.. ticks.Select(tick => tick.Label)]);

    private static Color ToPlot(SKColor colour) => new(colour.Red, colour.Green, colour.Blue, colour.Alpha);
}
