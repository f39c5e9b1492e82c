namespace Angioboard.Jobs.Slurm;

/// <summary>What Slurm says of one job of ours.</summary>
/// <param name="Job">Its number.</param>
/// <param name="State">Its state in Slurm's words: <c>PENDING</c>, <c>RUNNING</c>, <c>NODE_FAIL</c>; null before Slurm says any.</param>
/// <param name="Reason">Why it waits: <c>Resources</c>, <c>Priority</c>; null once it runs.</param>
/// <param name="Node">Its node; null while it waits.</param>
/// <param name="Start">When it started, or is expected to; null if Slurm does not say.</param>
/// <param name="End">When its time is over; null if Slurm does not say, or there is no limit.</param>
/// <param name="Problem">Why the rest is old, in one line; null if Slurm has just answered.</param>
public sealed record SlurmPlace(string Job, string? State = null, string? Reason = null, string? Node = null, DateTimeOffset? Start = null,
    DateTimeOffset? End = null, string? Problem = null)
{
    private static readonly string[] Waiting = ["PENDING", "REQUEUED", "REQUEUE_HOLD", "REQUEUE_FED", "SPECIAL_EXIT", "CONFIGURING"];

    private static readonly string[] Ended =
    [
        "BOOT_FAIL", "CANCELLED", "COMPLETED", "DEADLINE", "FAILED", "NODE_FAIL", "OUT_OF_MEMORY", "PREEMPTED", "REVOKED", "TIMEOUT",
    ];

    /// <summary>Whether it waits for a node.</summary>
    public bool Waits => State is null || Waiting.Contains(State);

    /// <summary>Whether Slurm lets it rest on its node, for another job.</summary>
    public bool IsSuspended => State is "SUSPENDED" or "STOPPED";

    /// <summary>Whether it is over.</summary>
    public bool IsOver => Ended.Contains(State);
}
