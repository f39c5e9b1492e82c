namespace Angioboard.Core.Drawing;

/// <summary>How a figure draws its series.</summary>
public enum FigureKind
{
    /// <summary>Lines, each with a band around it if it has one.</summary>
    Line,

    /// <summary>Bars beside one another over <see cref="Figure.Categories"/>; x is the category's index.</summary>
    Bars,

    /// <summary>Bars of <see cref="Figure.BinWidth"/> on an axis of numbers; x is the middle of a bin.</summary>
    Histogram,

    /// <summary>
    /// A confusion matrix: a series is a true class, its y the counts of the predicted classes in <see cref="Figure.Categories"/>.
    /// </summary>
    Confusion,

    /// <summary>
    /// Points with their intervals along x, each in the row of <see cref="Figure.Categories"/> that is its y, the first row at the top. A
    /// series' band holds row, low and high of each interval.
    /// </summary>
    Intervals,
}

/// <summary>A chart to be saved for a paper or a slide.</summary>
public sealed record Figure
{
    /// <summary>What it shows.</summary>
    public required string Title { get; init; }

    /// <summary>What it was made of: runs, dataset and date.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>How the series are drawn.</summary>
    public FigureKind Kind { get; init; }

    /// <summary>The series, drawn in this order.</summary>
    public required IReadOnlyList<FigureSeries> Series { get; init; }

    /// <summary>The names along x of bars and of a confusion matrix.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>The label of the x axis.</summary>
    public string XLabel { get; init; } = "";

    /// <summary>The label of the y axis.</summary>
    public string YLabel { get; init; } = "";

    /// <summary>The lowest x shown; null fits the points.</summary>
    public double? XMin { get; init; }

    /// <summary>The highest x shown; null fits the points.</summary>
    public double? XMax { get; init; }

    /// <summary>The lowest y shown; null fits the points.</summary>
    public double? YMin { get; init; }

    /// <summary>The highest y shown; null fits the points.</summary>
    public double? YMax { get; init; }

    /// <summary>A logarithmic y axis; values of 0 and less are left out.</summary>
    public bool LogY { get; init; }

    /// <summary>Whether x is a time in milliseconds since 1970-01-01 UTC.</summary>
    public bool XIsTime { get; init; }

    /// <summary>Ticks at whole numbers of x only.</summary>
    public bool WholeX { get; init; }

    /// <summary>As wide as high.</summary>
    public bool Square { get; init; }

    /// <summary>A dashed line from (0, 0) to (1, 1).</summary>
    public bool Diagonal { get; init; }

    /// <summary>Lines in steps: a point's y holds back to the x before.</summary>
    public bool Steps { get; init; }

    /// <summary>Faint dotted lines across the frame, with their colours as CSS writes them.</summary>
    public IReadOnlyList<(double Y, string Colour)> Levels { get; init; } = [];

    /// <summary>Shows points on lines.</summary>
    public bool Markers { get; init; }

    /// <summary>Whether the series are named below the frame.</summary>
    public bool Legend { get; init; } = true;

    /// <summary>The width of a histogram's bars, in units of x.</summary>
    public double BinWidth { get; init; }

    /// <summary>How y is written; null for the usual numbers.</summary>
    public Func<double, string>? YText { get; init; }

    /// <summary>A dashed line up the frame, such as at no difference; null for none.</summary>
    public double? Upright { get; init; }

    /// <summary>Labelled vertical lines.</summary>
    public IReadOnlyList<(double X, string Label)> Marks { get; init; } = [];

    /// <summary>A figure without series yet, as wide as high, whose axes go from 0 to 1, with the diagonal.</summary>
    public static Figure UnitSquare(string title, string xLabel, string yLabel) => new()
    {
        Title = title,
        Series = [],
        XLabel = xLabel,
        YLabel = yLabel,
        XMin = 0,
        XMax = 1,
        YMin = 0,
        YMax = 1,
        Square = true,
        Diagonal = true,
    };
}
