namespace Angioboard.Dashboard.Charts;

/// <summary>How a chart draws its series.</summary>
public enum ChartKind
{
    /// <summary>Lines, each with a band around it if it has one.</summary>
    Line,

    /// <summary>Bars over <see cref="Chart.Categories"/>: a point's x is the category's index.</summary>
    Bar,

    /// <summary>Bars of <see cref="Chart.BinWidth"/> on an axis of numbers: a point's x is the middle of a bin.</summary>
    Histogram,
}
