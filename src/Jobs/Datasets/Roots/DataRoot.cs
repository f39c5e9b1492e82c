namespace Angioboard.Jobs.Datasets.Roots;

/// <summary>A folder below which users of the browser may name files.</summary>
/// <param name="Path">Its real path, without links.</param>
/// <param name="By">The administrator who allowed it; null if it is configured.</param>
/// <param name="Added">When.</param>
public sealed record DataRoot(string Path, string? By, DateTimeOffset? Added);
