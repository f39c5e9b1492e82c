namespace Angioboard.Dashboard.Api.V1.Reading.Documents;

/// <summary>The queue.</summary>
/// <param name="Paused">Why nothing starts at all; null if runs can start.</param>
/// <param name="Waiting">The waiting jobs, in the order in which they will start.</param>
internal sealed record QueueDocument(string? Paused, IReadOnlyList<WaitingDocument> Waiting);

/// <summary>A job that waits for a device.</summary>
/// <param name="Position">From 1; jobs on hold come last.</param>
/// <param name="Run">The run to train, or to evaluate.</param>
/// <param name="Dataset">The dataset to evaluate on; null for a training.</param>
/// <param name="Owner">Who asked for it.</param>
/// <param name="Device">The device asked for.</param>
/// <param name="Reason">Why it waits.</param>
/// <param name="ExpectedStart">When it is expected to start; null if unknown.</param>
/// <param name="HeldBy">Who put it on hold; null if nobody did.</param>
/// <param name="InSlurm">Whether it waits in Slurm's queue, to which it was handed over.</param>
internal sealed record WaitingDocument(
    int Position, string Run, string? Dataset, string Owner, string Device, string Reason, DateTime? ExpectedStart, string? HeldBy,
    bool InSlurm);
