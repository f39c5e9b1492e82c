namespace Angioboard.Jobs.Datasets.Roots;

/// <summary>A folder below which users of the browser may name files.</summary>
/// <param name="Path">Where it really lies, without links.</param>
/// <param name="By">The administrator who allowed it; null where the configuration does.</param>
/// <param name="Added">When.</param>
public sealed record DataRoot(string Path, string? By, DateTimeOffset? Added);
