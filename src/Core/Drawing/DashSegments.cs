using ScottPlot;
using ScottPlot.DataSources;
using ScottPlot.PathStrategies;
using ScottPlot.Plottables;
using SkiaSharp;

namespace Angioboard.Core.Drawing;

/// <summary>Draws a dashed line as one segment per dash: Skia writes no dashes into an SVG, so the line would be solid there.</summary>
internal sealed class DashSegments(IReadOnlyList<float> dash) : IPathStrategy
{
    private readonly Straight straight = new();

    /// <summary>The dashes along the line through the points; NaN is a gap.</summary>
    public SKPath GetPath(IEnumerable<Pixel> pixels)
    {
        using SKPath line = straight.GetPath(pixels);
        return Of(line, dash);
    }

    /// <summary>The dashes of a line. Each of its parts begins with a dash.</summary>
    /// <param name="line">The solid line.</param>
    /// <param name="dash">Lengths on and off in turn.</param>
    public static SKPath Of(SKPath line, IReadOnlyList<float> dash)
    {
        SKPath segments = new();
        using SKPathMeasure measure = new(line);
        do
        {
            float at = 0;
            for (int i = 0; at < measure.Length; at += dash[i++ % dash.Count])
            {
                if (i % 2 != 0) continue;
                measure.GetSegment(at, Math.Min(at + dash[i % dash.Count], measure.Length), segments, startWithMoveTo: true);
            }
        }
        while (measure.NextContour());
        return segments;
    }

    /// <summary>Replaces all dashes of a plot, whose limits are set, by segments.</summary>
    public static void Apply(Plot plot)
    {
        AxisLimits limits = plot.Axes.GetLimits();
        for (int i = 0; i < plot.PlottableList.Count; i++)
        {
            plot.PlottableList[i] = plot.PlottableList[i] switch
            {
                Scatter curve => Cut(curve),
                LinePlot line => Cut(Through(line, line.Start, line.End, line.LineStyle)),
                VerticalLine line => Cut(Through(line, new(line.X, limits.Bottom), new(line.X, limits.Top), line.LineStyle)),
                HorizontalLine line => Cut(Through(line, new(limits.Left, line.Y), new(limits.Right, line.Y), line.LineStyle)),
                IPlottable other => other,
            };
        }
    }

    private static Scatter Through(IPlottable replaced, Coordinates from, Coordinates to, ScottPlot.LineStyle style) =>
        new(new ScatterSourceCoordinatesArray([from, to])) { Axes = replaced.Axes, LineStyle = style, MarkerSize = 0 };

    private static Scatter Cut(Scatter curve)
    {
        if (curve.LinePattern.Intervals is not { Length: > 0 } dash) return curve;
        curve.PathStrategy = new DashSegments(dash);
        curve.LinePattern = LinePattern.Solid;
        return curve;
    }
}
