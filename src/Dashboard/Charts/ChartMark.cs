namespace Angioboard.Dashboard.Charts;

/// <summary>A labelled vertical line at an x, such as the best epoch.</summary>
public sealed record ChartMark(double X, string Label);
