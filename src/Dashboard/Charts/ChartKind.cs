namespace Angioboard.Dashboard.Charts;

/// <summary>How a chart draws its series.</summary>
public enum ChartKind
{
    /// <summary>Lines, each with a band around it if it has one.</summary>
    Line,

    /// <summary>Lines filled down to the axis.</summary>
    Area,

    /// <summary>Points alone.</summary>
    Scatter,

    /// <summary>Bars over <see cref="Chart.Categories"/>: a point's x is the category's index.</summary>
    Bar,

    /// <summary>Cells: a series is a row, a point's x the column's index in <see cref="Chart.Categories"/>.</summary>
    Heatmap,
}
