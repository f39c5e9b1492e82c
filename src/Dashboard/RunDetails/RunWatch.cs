using System.Collections.Concurrent;
using Angioboard.Core.RunFolders;
using Angioboard.Dashboard.Live;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;

namespace Angioboard.Dashboard.RunDetails;

/// <summary>
/// Follows one run for its page: collects changes from the feed and reports them at most four times a second, on the page's own thread.
/// Only the parts of the page that show a change render again.
/// </summary>
public sealed class RunWatch : IDisposable
{
    private readonly RunStore store;
    private readonly ConcurrentQueue<RunChange> news = new();
    private readonly Throttle throttle;
    private readonly IDisposable subscription;

    /// <summary>Starts to follow a run; <paramref name="dispatch"/> runs an action on the page's thread.</summary>
    public RunWatch(string id, RunStore store, RunFeed feed, Func<Action, Task> dispatch, LiveState? live)
    {
        (Id, this.store) = (id, store);
        throttle = new Throttle(() => dispatch(Tell), live);
        subscription = feed.Subscribe(Hear);
        Run = store.Find(Id);
    }

    /// <summary>The run's id, whether or not the run exists.</summary>
    public string Id { get; }

    /// <summary>The run as of the last report; null if there is none.</summary>
    public Run? Run { get; private set; }

    /// <summary>The run changed, or the queue that it waits in.</summary>
    public event Action<RunUpdate>? Changed;

    /// <inheritdoc/>
    public void Dispose()
    {
        subscription.Dispose();
        throttle.Dispose();
    }

    private void Hear(RunChange change)
    {
        if (change.Id != Id && change.Kind != RunChangeKind.Queue) return;
        if (change.Epoch is not null || change.Event is not null) news.Enqueue(change);
        throttle.Signal();
    }

    private void Tell()
    {
        List<EpochRecord> epochs = [];
        List<SystemSample> samples = [];
        while (news.TryDequeue(out RunChange? change))
        {
            if (change.Epoch is { } epoch) epochs.Add(epoch);
            if (change.Event is { } line && RunEvents.Type(line) == RunEvents.System && SystemSamples.Of(line) is { } sample)
                samples.Add(sample);
        }
        Run? before = Run;
        Run = store.Find(Id);
        Changed?.Invoke(new RunUpdate(before, Run, epochs, samples));
    }
}
