namespace Angioboard.Dashboard.Charts;

/// <summary>The point under the pointer; <see cref="Point"/> is its index among the points drawn, <see cref="X"/> its x.</summary>
public sealed record ChartHover(int Series, int Point, double X);
