namespace Angioboard.Dashboard.Charts;

/// <summary>One line or set of bars.</summary>
public sealed record ChartSeries
{
    /// <summary>The name in the legend, the table and the CSV; unique in a chart.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The points, in order of x. If the list only grows at its end, only new points are sent to the browser.
    /// </summary>
    public required IReadOnlyList<ChartPoint> Points { get; init; }

    /// <summary>Any CSS colour; null uses the palette's by position. <see cref="Palette.Of"/> gives a run its own.</summary>
    public string? Color { get; init; }

    /// <summary>Which of the palette's dashes the line has, 0 for a solid line; null uses the palette's by position.</summary>
    public int? Dash { get; init; }

    /// <summary>A band drawn around a line.</summary>
    public IReadOnlyList<BandPoint>? Band { get; init; }

    /// <summary>Drawn pale and not in the legend: measured values under a smoothed line.</summary>
    public bool Faint { get; init; }

    /// <summary>Whether it is hidden at first; the legend shows it.</summary>
    public bool Hidden { get; init; }
}
