using Angioboard.Core.Drawing;

namespace Angioboard.Dashboard.Charts.Saving;

/// <summary>A chart of a page as a figure for paper.</summary>
internal static class ChartFigure
{
    private const int FewPoints = 12;

    /// <summary>The figure, drawn of the chart's parameters, not of what the browser shows.</summary>
    public static Figure Of(Chart chart, string subtitle) => new()
    {
        Title = chart.Title,
        Subtitle = subtitle,
        Kind = chart.Kind switch { ChartKind.Bar => FigureKind.Bars, ChartKind.Histogram => FigureKind.Histogram, _ => FigureKind.Line },
        XLabel = chart.XKind == XAxisKind.Time ? "time (UTC)" : chart.XTitle,
        YLabel = chart.YTitle,
        Categories = chart.Categories ?? [],
        XMin = chart.XMin,
        XMax = chart.XMax,
        YMin = chart.YMin,
        YMax = chart.YMax,
        LogY = chart.LogY,
        XIsTime = chart.XKind == XAxisKind.Time,
        WholeX = chart.WholeX,
        Square = chart.Square,
        Diagonal = chart.Diagonal,
        Steps = chart.Steps,
        Levels = [.. chart.Levels.Select(level => (level.Y, Palette.OnPaper(level.Color)))],
        Markers = chart.Series.All(series => series.Points.Count <= FewPoints),
        BinWidth = chart.BinWidth ?? 0,
        // A page may name the lines elsewhere, a file cannot.
        Legend = chart.ShowsLegend || chart.Series.Count > 1,
        YText = chart.YFormat == ChartFormat.Number ? null : value => chart.YFormat.Text(value),
        Marks = [.. chart.Marks.Select(mark => (mark.X, mark.Label))],
        Series = [.. chart.Series.Select(SeriesOf)],
    };

    private static FigureSeries SeriesOf(ChartSeries series, int position)
    {
        SeriesStyle style = Palette.Of(position);
        return new FigureSeries(
            series.Name, [.. series.Points.Select(point => point.X)], [.. series.Points.Select(point => point.Y ?? double.NaN)],
            Palette.OnPaper(series.Color ?? style.Color), series.Dash ?? style.Dash)
        {
            Band = [.. (series.Band ?? []).Select(at => (at.X, at.Low, at.High))],
            Faint = series.Faint,
        };
    }
}
