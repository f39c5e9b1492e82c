using System.Collections.Immutable;

namespace Angioboard.Jobs.Runs;

/// <summary>Publishes what happens to runs, as it happens. Listeners are called on the writer's thread and must be quick.</summary>
public sealed class RunFeed
{
    private ImmutableList<Action<RunChange>> listeners = [];

    /// <summary>Calls <paramref name="listener"/> with every change until the result is disposed.</summary>
    public IDisposable Subscribe(Action<RunChange> listener)
    {
        ImmutableInterlocked.Update(ref listeners, list => list.Add(listener));
        return new Subscription(this, listener);
    }

    /// <summary>Calls all listeners.</summary>
    internal void Publish(RunChange change)
    {
        foreach (Action<RunChange> listener in listeners) listener(change);
    }

    private sealed class Subscription(RunFeed feed, Action<RunChange> listener) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref feed.listeners, list => list.Remove(listener));
    }
}
