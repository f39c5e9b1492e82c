namespace Angioboard.Dashboard.Live;

/// <summary>
/// Turns any number of <see cref="Signal"/>s, from any thread, into calls at most every 250 ms: the first at once, the last never lost.
/// While live updates are paused nothing is called; one call catches up when they resume.
/// </summary>
/// <example><c>throttle = new Throttle(() =&gt; InvokeAsync(StateHasChanged), Live); subscription = Feed.Subscribe(_ =&gt;
/// throttle.Signal());</c></example>
public sealed class Throttle : IDisposable
{
    /// <summary>The shortest time between two calls.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Func<Task> call;
    private readonly LiveState? live;
    private readonly ITimer timer;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private long last;
    private bool called;
    private bool waiting;
    private bool running;
    private bool again;
    private bool disposed;

    /// <summary>Calls <paramref name="call"/>, which must switch to the renderer itself (InvokeAsync).</summary>
    public Throttle(Func<Task> call, LiveState? live = null, TimeProvider? time = null)
    {
        this.call = call;
        this.live = live;
        this.time = time ?? TimeProvider.System;
        timer = this.time.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (live is not null)
            live.Changed += OnLiveChanged;
    }

    /// <summary>Something changed.</summary>
    public void Signal()
    {
        lock (gate)
        {
            if (disposed || waiting)
                return;
            if (running || live is { Paused: true })
            {
                again = true;
                return;
            }
            Schedule();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
            disposed = true;
        if (live is not null)
            live.Changed -= OnLiveChanged;
        timer.Dispose();
    }

    private void OnLiveChanged()
    {
        lock (gate)
        {
            if (live is { Paused: false } && again && !running && !waiting && !disposed)
                Schedule();
        }
    }

    private void Schedule()
    {
        waiting = true;
        TimeSpan left = called ? Interval - time.GetElapsedTime(last) : TimeSpan.Zero;
        timer.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    // The renderer reports exceptions inside the call: InvokeAsync passes them to the circuit. Only a closed page is ignored here.
    private async void Fire()
    {
        lock (gate)
        {
            if (disposed)
                return;
            waiting = again = false;
            // Paused since the signal: resuming catches up.
            if (again = live is { Paused: true })
                return;
            running = called = true;
            last = time.GetTimestamp();
        }
        try
        {
            await call();
        }
        catch (ObjectDisposedException)
        {
            Dispose();
        }
        lock (gate)
        {
            running = false;
            if (again && !disposed && live is not { Paused: true })
                Schedule();
        }
    }
}
