namespace Angioboard.Core.Evaluation.Statistics;

/// <summary>The limits of a 95 % interval.</summary>
/// <param name="Low">The lower limit.</param>
/// <param name="High">The upper limit.</param>
public sealed record Limits(double Low, double High);
