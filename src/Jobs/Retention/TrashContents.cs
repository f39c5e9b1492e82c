namespace Angioboard.Jobs.Retention;

/// <summary>The contents of the trash.</summary>
/// <param name="Runs">Number of runs.</param>
/// <param name="Bytes">Size of their folders.</param>
/// <param name="Next">When the first of them is removed for good; null if the trash is empty.</param>
public sealed record TrashContents(int Runs, long Bytes, DateTimeOffset? Next);
