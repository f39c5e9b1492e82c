namespace Angioboard.Jobs.Runs;

/// <summary>A run's state as one word.</summary>
public static class RunStateWord
{
    /// <summary>All words: the statuses, and those that say more than a status.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetNames<RunStatus>(), "Paused", "Pausing", "Waiting", "Hanging"];

    /// <summary>The word for a run.</summary>
    public static string Of(Run run) => run switch
    {
        { Status: RunStatus.Queued, PausedBy: not null } => "Paused",
        { Status: RunStatus.Stopping, PausedBy: not null } => "Pausing",
        { Status: RunStatus.Running, Progress.Paused: not null } => "Waiting",
        { Status: RunStatus.Running, Hangs: true } => "Hanging",
        _ => $"{run.Status}",
    };
}
