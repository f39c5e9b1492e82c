namespace Angioboard.Jobs.Retention;

/// <summary>What lies in the trash.</summary>
/// <param name="Runs">How many runs.</param>
/// <param name="Bytes">What their folders hold.</param>
/// <param name="Next">When the first of them is removed for good; null for an empty trash.</param>
public sealed record TrashContents(int Runs, long Bytes, DateTimeOffset? Next);
