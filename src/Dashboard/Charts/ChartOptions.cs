using System.Text.Json.Serialization;

namespace Angioboard.Dashboard.Charts;

/// <summary>A chart without its points, as js/chart.js reads it; equal options need no redrawing.</summary>
internal sealed record ChartOptions
{
    public required string Title { get; init; }

    public required string Kind { get; init; }

    public required string XTitle { get; init; }

    public required string YTitle { get; init; }

    public required bool XIsTime { get; init; }

    public required bool LogY { get; init; }

    public required double? XMin { get; init; }

    public required double? XMax { get; init; }

    public required double? YMin { get; init; }

    public required double? YMax { get; init; }

    public required string Format { get; init; }

    public required bool Diagonal { get; init; }

    public required bool Steps { get; init; }

    public required bool Legend { get; init; }

    public required int Height { get; init; }

    public required bool Hovers { get; init; }

    public required bool WholeX { get; init; }

    public required bool PointHover { get; init; }

    public required double? BinWidth { get; init; }

    public required string? Group { get; init; }

    public required string? ExtraTitle { get; init; }

    public required IReadOnlyList<SeriesOptions> Series { get; init; }

    public required IReadOnlyList<string>? Categories { get; init; }

    public required IReadOnlyList<ChartMark> Marks { get; init; }

    public required IReadOnlyList<ChartLevel> Levels { get; init; }

    public static ChartOptions Of(Chart chart) => new()
    {
        Title = chart.Title,
        Kind = chart.Kind.ToString().ToLowerInvariant(),
        XTitle = chart.XTitle,
        YTitle = chart.YTitle,
        XIsTime = chart.XKind == XAxisKind.Time,
        LogY = chart.LogY,
        XMin = chart.XMin,
        XMax = chart.XMax,
        YMin = chart.YMin,
        YMax = chart.YMax,
        Format = chart.YFormat.ToString().ToLowerInvariant(),
        Diagonal = chart.Diagonal,
        Steps = chart.Steps,
        Legend = chart.ShowsLegend,
        Height = chart.Height,
        Hovers = chart.OnSeriesHover.HasDelegate,
        WholeX = chart.WholeX,
        PointHover = chart.PointHover,
        BinWidth = chart.BinWidth,
        Group = chart.Group,
        ExtraTitle = chart.ExtraTitle,
        Series = [.. chart.Series.Select(SeriesOptions.Of)],
        Categories = chart.Categories,
        Marks = chart.Marks,
        Levels = chart.Levels,
    };

    /// <summary>Whether a drawing for <paramref name="other"/> can be kept, except for points and marks.</summary>
    public bool DrawsLike(ChartOptions other) =>
        this with { Series = other.Series, Categories = other.Categories, Marks = other.Marks, Levels = other.Levels } == other
        && Series.SequenceEqual(other.Series)
        && (Categories ?? []).SequenceEqual(other.Categories ?? [])
        && Marks.SequenceEqual(other.Marks) && Levels.SequenceEqual(other.Levels);
}

/// <summary>A series without its points.</summary>
internal sealed record SeriesOptions(string Name, string Color, string? Dash, bool Hidden, bool Faint,
    [property: JsonIgnore] IReadOnlyList<BandPoint>? Band)
{
    public static SeriesOptions Of(ChartSeries series, int position)
    {
        SeriesStyle style = Palette.Of(position);
        return new(series.Name, series.Color ?? style.Color, Palette.DashArray(series.Dash ?? style.Dash), series.Hidden, series.Faint,
            series.Band);
    }
}
