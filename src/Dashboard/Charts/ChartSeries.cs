namespace Angioboard.Dashboard.Charts;

/// <summary>One line, set of bars, cloud of points, or row of a heat map.</summary>
public sealed record ChartSeries
{
    /// <summary>The name in the legend, the table and the CSV; one name once a chart.</summary>
    public required string Name { get; init; }

    /// <summary>The points, by rising x but for scatter. A list that only grows at its end is sent to the browser piece by piece.</summary>
    public required IReadOnlyList<ChartPoint> Points { get; init; }

    /// <summary>Any CSS colour; null takes the palette's by position. <see cref="Palette.Of"/> gives a run its own.</summary>
    public string? Color { get; init; }

    /// <summary>The length of the line's dashes, 0 for a whole line; null takes the palette's by position.</summary>
    public int? Dash { get; init; }

    /// <summary>A band drawn around a line.</summary>
    public IReadOnlyList<BandPoint>? Band { get; init; }

    /// <summary>Whether it starts switched off; the legend shows it again.</summary>
    public bool Hidden { get; init; }
}
