namespace Angioboard.Dashboard.Charts;

/// <summary>One point; null as y leaves a gap. On a time axis x is in milliseconds since 1970-01-01 UTC.</summary>
/// <param name="X">The place.</param>
/// <param name="Y">The value.</param>
/// <param name="Extra">What else is known of the point (<see cref="Chart.ExtraTitle"/>), such as a ROC curve's threshold.</param>
public readonly record struct ChartPoint(double X, double? Y, double? Extra = null);
