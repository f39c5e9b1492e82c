namespace Angioboard.Jobs.Runs.Following;

/// <summary>A change, or the news that changes before the next one were missed.</summary>
/// <param name="Change">The change; null if some were missed.</param>
/// <param name="Missed">How many were missed.</param>
/// <param name="MissedRuns">The runs that they were of.</param>
public sealed record FollowedChange(RunChange? Change, int Missed = 0, IReadOnlyList<string>? MissedRuns = null);
