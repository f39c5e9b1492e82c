namespace Angioboard.Core.Evaluation.Metrics;

/// <summary>A 95 % percentile bootstrap interval.</summary>
/// <param name="Low">The 2.5th percentile of the resamples.</param>
/// <param name="High">The 97.5th percentile.</param>
/// <param name="LeftOut">Resamples left out because the metric is undefined in them.</param>
public sealed record Interval(double Low, double High, int LeftOut);
