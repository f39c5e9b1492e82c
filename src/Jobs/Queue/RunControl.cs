using Angioboard.Core;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Queue;

/// <summary>
/// What people do to runs, from a page, a terminal or an endpoint. Who may do it has been asked before; what cannot be done is an
/// <see cref="InputException"/> with a line to show.
/// </summary>
public sealed class RunControl
{
    /// <summary>Makes a Train_N for each of the settings and queues it.</summary>
    /// <exception cref="InputException">Settings, experiment or data cannot be used; nothing is made.</exception>
    public Task<IReadOnlyList<Run>> LaunchAsync(LaunchRequest request, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>Takes a queued run out of the queue, or ends its trainer: SIGTERM, after 4 s SIGKILL. Returns when that is under way.</summary>
    public Task StopAsync(string id, string by, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>Lets the trainer end its training after the step under way and evaluate the best so far.</summary>
    public Task FinishEarlyAsync(string id, string by, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>Queues a stopped, failed or diverged run again, to go on from its last checkpoint.</summary>
    public Task ResumeAsync(string id, string by, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>Queues an evaluation of a run's best checkpoint on another registered dataset.</summary>
    public Task EvaluateOnAsync(string id, string dataset, string by, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>Takes an evaluation out of the queue, or ends it.</summary>
    public Task StopEvaluationAsync(string id, string dataset, string by, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>Moves a run's folder to the trash; retention removes it later. A run that is queued or works is refused.</summary>
    public Task DeleteAsync(string id, string by, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>Brings a deleted run back.</summary>
    public Task RestoreAsync(string id, string by, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>What waits, in the order in which it will be served.</summary>
    public IReadOnlyList<QueueEntry> Queue => throw new NotSupportedException();

    /// <summary>Moves an entry up (negative) or down among those of its owner.</summary>
    public void Move(string jobId, int places) => throw new NotSupportedException();

    /// <summary>Why nothing starts at all, such as a full disk; null while all is well.</summary>
    public string? Paused => throw new NotSupportedException();
}
