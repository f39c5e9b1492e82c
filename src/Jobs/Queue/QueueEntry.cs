using Angioboard.Jobs.Control;

namespace Angioboard.Jobs.Queue;

/// <summary>Something that waits for a device, in the order in which it will be served.</summary>
/// <param name="JobId">Names it in <see cref="RunControl.Move"/>.</param>
/// <param name="RunId">The run to train, or to evaluate.</param>
/// <param name="Dataset">The dataset to evaluate on; null for a training.</param>
/// <param name="Owner">Who asked for it.</param>
/// <param name="Position">From 1; what is held comes last.</param>
/// <param name="Device">The device asked for: <c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
/// <param name="Reason">Why it waits, in a line.</param>
/// <param name="ExpectedStart">When it is expected to start; null while unknown.</param>
/// <param name="HeldBy">Who holds it back; null if nobody does.</param>
public sealed record QueueEntry(
    string JobId, string RunId, string? Dataset, string Owner, int Position, string Device, string Reason, DateTimeOffset? ExpectedStart,
    string? HeldBy = null);
