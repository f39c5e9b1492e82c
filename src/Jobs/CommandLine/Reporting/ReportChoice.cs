namespace Angioboard.Jobs.CommandLine.Reporting;

/// <summary>What `report` is asked for.</summary>
/// <param name="Split">The split.</param>
/// <param name="Reference">The run that others are compared with; null if none is named.</param>
/// <param name="Check">What `check --output` wrote; null for nothing.</param>
internal sealed record ReportChoice(string Split, string? Reference, string? Check);
