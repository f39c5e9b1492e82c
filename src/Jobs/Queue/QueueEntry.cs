using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Control;

namespace Angioboard.Jobs.Queue;

/// <summary>A job that waits for a device. Entries are listed in the order in which they will start.</summary>
/// <param name="JobId">Its id for <see cref="RunControl.Move"/>.</param>
/// <param name="RunId">The run to train, or to evaluate.</param>
/// <param name="Dataset">The dataset to evaluate on; null for a training.</param>
/// <param name="Owner">Who asked for it.</param>
/// <param name="Position">From 1; jobs on hold come last.</param>
/// <param name="Device">The device asked for: <c>auto</c>, <c>cpu</c>, <c>cuda</c>, <c>cuda:N</c> or <c>slurm:PARTITION</c>.</param>
/// <param name="Reason">Why it waits, in one line.</param>
/// <param name="ExpectedStart">When it is expected to start; null if unknown.</param>
/// <param name="HeldBy">Who put it on hold; null if nobody did.</param>
/// <param name="InSlurm">Whether it was handed over to Slurm and waits there, where it cannot be moved.</param>
public sealed record QueueEntry(
    string JobId, string RunId, string? Dataset, string Owner, int Position, string Device, string Reason, DateTimeOffset? ExpectedStart,
    string? HeldBy = null, bool InSlurm = false)
{
    /// <summary>The search of its study put it on hold: it goes on with its variant.</summary>
    public bool IsHeldBySearch => HeldBy == Actor.Search.Name;
}
