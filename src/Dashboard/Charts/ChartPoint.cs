namespace Angioboard.Dashboard.Charts;

/// <summary>One point; null as y leaves a gap. On a time axis x is in milliseconds since 1970-01-01 UTC.</summary>
public readonly record struct ChartPoint(double X, double? Y);
