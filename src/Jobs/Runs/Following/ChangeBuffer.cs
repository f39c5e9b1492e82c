namespace Angioboard.Jobs.Runs.Following;

/// <summary>
/// Changes of runs for one reader, who may be slower than they come. The feed never waits: of a run's progress and of the queue only the
/// latest change is kept, and when there are too many, the oldest are dropped and counted. Thread-safe.
/// </summary>
public sealed class ChangeBuffer : IDisposable
{
    private readonly int most;
    private readonly string? run;
    private readonly LinkedList<RunChange> waiting = [];
    private readonly Dictionary<(RunChangeKind, string), LinkedListNode<RunChange>> replaceable = [];
    private readonly HashSet<string> missedRuns = [];
    private readonly Lock gate = new();
    private readonly SemaphoreSlim news = new(0, 1);
    private readonly IDisposable subscription;
    private int missed;
    private bool closed;

    /// <summary>Follows a feed until it is disposed.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="run">The only run to follow; null for all runs and the queue.</param>
    /// <param name="most">How many changes may wait.</param>
    public ChangeBuffer(RunFeed feed, string? run, int most)
    {
        (this.run, this.most) = (run, most);
        subscription = feed.Subscribe(Add);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        subscription.Dispose();
        // A writer may be about to tell this reader.
        lock (gate) closed = true;
        news.Dispose();
    }

    /// <summary>The next change; null if none comes for a while.</summary>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<FollowedChange?> NextAsync(TimeSpan patience, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Take() is { } next) return next;
            if (!await news.WaitAsync(patience, cancellation)) return Take();
        }
    }

    private FollowedChange? Take()
    {
        lock (gate)
        {
            if (missed > 0)
            {
                FollowedChange gap = new(null, missed, [.. missedRuns.Order(StringComparer.Ordinal)]);
                missed = 0;
                missedRuns.Clear();
                return gap;
            }
            return waiting.First is { } first ? new FollowedChange(Remove(first)) : null;
        }
    }

    private void Add(RunChange change)
    {
        if (change.Kind == RunChangeKind.Event || (run is not null && change.Id != run)) return;
        lock (gate)
        {
            if (closed) return;
            bool latestCounts = change.Kind is RunChangeKind.Progressed or RunChangeKind.Queue;
            if (latestCounts && replaceable.TryGetValue((change.Kind, change.Id), out LinkedListNode<RunChange>? before))
            {
                before.Value = change;
                return;
            }
            LinkedListNode<RunChange> node = waiting.AddLast(change);
            if (latestCounts) replaceable[(change.Kind, change.Id)] = node;
            if (waiting.Count > most)
            {
                missed++;
                if (Remove(waiting.First!).Id is { Length: > 0 } id) missedRuns.Add(id);
            }
            if (news.CurrentCount == 0) news.Release();
        }
    }

    private RunChange Remove(LinkedListNode<RunChange> node)
    {
        waiting.Remove(node);
        replaceable.Remove((node.Value.Kind, node.Value.Id));
        return node.Value;
    }
}
