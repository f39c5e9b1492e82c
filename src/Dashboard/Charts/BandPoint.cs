namespace Angioboard.Dashboard.Charts;

/// <summary>A band's extent at one x, such as mean ± standard deviation.</summary>
public readonly record struct BandPoint(double X, double Low, double High);
