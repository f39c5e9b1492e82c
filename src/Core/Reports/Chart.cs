using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Angioboard.Core.Reports;

/// <summary>A chart with a title above and a legend below its frame.</summary>
internal sealed class Chart(string title, string xLabel, string yLabel) : IDisposable
{
    private const float TitleHeight = 16;

    // As wide as five digits and a label need, so that stacked frames align.
    private const float LeftAxis = 46;
    private readonly Plot plot = new();
    private readonly List<PlotSeries> series = [];

    /// <summary>Adds a line; with marks, each of its points has a dot.</summary>
    public void Add(PlotSeries line, bool marks = false)
    {
        double[] y = [.. line.Y.Select(value => double.IsFinite(value) ? value : double.NaN)];
        series.Add(line);
        Scatter scatter = plot.Add.Scatter([.. line.X], y);
        scatter.Color = ToPlot(Palette.Colour(line.Order));
        scatter.LineWidth = 1.2f;
        if (Palette.Dash(line.Order) is { Length: > 0 } dash) scatter.LinePattern = new LinePattern(dash, 0, "report");
        scatter.MarkerSize = !marks ? 0 : y.Length == 1 ? 6 : 3.2f;
        if (!marks) AddLonelyPoints(line, y);
    }

    /// <summary>A grey dashed reference line.</summary>
    public void AddReference(double x1, double y1, double x2, double y2)
    {
        LinePlot line = plot.Add.Line(x1, y1, x2, y2);
        line.Color = ToPlot(Palette.Faint);
        line.LineWidth = 0.8f;
        line.LinePattern = LinePattern.Dashed;
    }

    /// <summary>A diamond on a point and a dashed line through it, with a label at the line's top, on the side with more space.</summary>
    public void Mark(double x, double? y, string words, double top, bool leftHalf)
    {
        plot.Add.VerticalLine(x, 0.8f, ToPlot(Palette.Faint), LinePattern.Dashed);
        if (y is { } value && double.IsFinite(value)) plot.Add.Marker(x, value, MarkerShape.FilledDiamond, 8, ToPlot(Palette.Ink));
        Text text = plot.Add.Text(words, x, top);
        text.LabelFontName = ReportFont.Family;
        text.LabelFontSize = 8;
        text.LabelFontColor = ToPlot(Palette.Ink);
        text.LabelAlignment = leftHalf ? Alignment.UpperLeft : Alignment.UpperRight;
        text.OffsetX = leftHalf ? 4 : -4;
        text.OffsetY = 2;
    }

    /// <summary>Upright bars around x, each of a width in units of x.</summary>
    public void AddBars(IEnumerable<(double X, double Height)> bars, double width)
    {
        Bar[] drawn =
        [
            .. bars.Select(bar => new Bar
            {
                Position = bar.X,
                Value = bar.Height,
                Size = width,
                FillColor = ToPlot(Palette.SkyBlue),
                LineColor = ToPlot(SKColors.White),
                LineWidth = 0.5f,
            }),
        ];
        plot.Add.Bars(drawn);
    }

    public void Limits(double left, double right, double bottom, double top) => plot.Axes.SetLimits(left, right, bottom, top);

    /// <summary>Ticks at whole numbers only.</summary>
    public void WholeNumbers() => plot.Axes.Bottom.TickGenerator = new NumericAutomatic { IntegerTicksOnly = true };

    /// <summary>Ticks at every fifth of an axis from 0 to 1.</summary>
    public void Fifths(bool bottom, bool left)
    {
        double[] places = [.. Enumerable.Range(0, 6).Select(i => i / 5.0)];
        string[] labels = [.. places.Select(place => $"{place:0.0}")];
        if (bottom) plot.Axes.Bottom.TickGenerator = new NumericManual(places, labels);
        if (left) plot.Axes.Left.TickGenerator = new NumericManual(places, labels);
    }

    /// <summary>Draws it.</summary>
    /// <param name="page">Where.</param>
    /// <param name="rect">Title, frame and legend together.</param>
    /// <param name="legendColumns">0 for no legend.</param>
    public void Draw(PdfPage page, SKRect rect, int legendColumns = 2)
    {
        page.Text(PdfPage.Fit(title, rect.Width, 10, bold: true), rect.Left, rect.Top + 9, size: 10, bold: true);
        float legendHeight = legendColumns == 0 ? 0 : PlotLegend.Height(series.Count, legendColumns);
        SKRect frame = new(rect.Left, rect.Top + TitleHeight, rect.Right, rect.Bottom - legendHeight);
        Style();
        page.Plot(plot, frame);
        if (legendColumns > 0) PlotLegend.Draw(page, series, new SKRect(rect.Left, frame.Bottom, rect.Right, rect.Bottom), legendColumns);
    }

    public void Dispose() => plot.Dispose();

    private void Style()
    {
        plot.Font.Set(ReportFont.Family);
        plot.FigureBackground.Color = Colors.Transparent;
        plot.Grid.MajorLineColor = ToPlot(Palette.Rule).WithAlpha(0.6);
        plot.Grid.MajorLineWidth = 0.5f;
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.XLabel(xLabel, 9);
        plot.YLabel(yLabel, 9);
        foreach (IAxis axis in new IAxis[] { plot.Axes.Bottom, plot.Axes.Left })
        {
            axis.Label.Bold = false;
            axis.Label.ForeColor = ToPlot(Palette.Ink);
            axis.TickLabelStyle.FontSize = 8;
            axis.TickLabelStyle.ForeColor = ToPlot(Palette.Ink);
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
                plot.Add.Marker(line.X[i], y[i], MarkerShape.FilledCircle, 3.2f, ToPlot(Palette.Colour(line.Order)));
            }
        }
    }

    private static Color ToPlot(SKColor colour) => new(colour.Red, colour.Green, colour.Blue, colour.Alpha);
}
