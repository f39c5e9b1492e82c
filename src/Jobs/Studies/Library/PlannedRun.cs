using Angioboard.Core.Studies;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Studies.Library;

/// <summary>A run that a study's plan names, and the runs of the store that say they are it.</summary>
/// <param name="Plan">Its place in the plan.</param>
/// <param name="Found">One; none if it has not been made or was deleted; several if somebody copied its folder.</param>
public sealed record PlannedRun(StudyRun Plan, IReadOnlyList<Run> Found)
{
    /// <summary>The run; null if there is none, or several.</summary>
    public Run? Run => Found is [{ } only] ? only : null;

    /// <summary>Whether it has results.</summary>
    public bool IsFinished => Run is { Status: RunStatus.Finished, Missing: false };

    /// <summary>Whether it ended without results, for another reason than that somebody stopped it.</summary>
    public bool IsFailed => Run is { Status: RunStatus.Failed or RunStatus.Diverged } or { Missing: true };

    /// <summary>Whether the search of the study holds it, until its variant is promoted.</summary>
    public bool IsHeldBySearch => Run is { Status: RunStatus.Queued, IsPausedBySearch: true };
}
