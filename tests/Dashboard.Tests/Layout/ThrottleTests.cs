using System.Diagnostics;
using Angioboard.Dashboard.Layout;

namespace Angioboard.Dashboard.Tests.Layout;

public sealed class ThrottleTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_signals_are_few_calls_and_the_last_one_counts()
    {
        var signalled = 0;
        var seen = 0;
        var calls = 0;
        using var throttle = new Throttle(() =>
        {
            calls++;
            seen = Volatile.Read(ref signalled);
            return Task.CompletedTask;
        });
        var watch = Stopwatch.StartNew();

        for (var i = 1; i <= 100; i++)
        {
            Volatile.Write(ref signalled, i);
            throttle.Signal();
            await Task.Delay(10, Cancellation);
        }
        await Task.Delay(600, Cancellation);

        Assert.Equal(100, seen);
        Assert.InRange(calls, 2, (int)(watch.Elapsed / Throttle.Interval) + 2);
    }

    [Fact]
    public async Task While_paused_nothing_is_called_and_going_on_calls_once()
    {
        var live = new LiveState();
        var calls = 0;
        using var throttle = new Throttle(() =>
        {
            Interlocked.Increment(ref calls);
            return Task.CompletedTask;
        }, live);
        live.Toggle();

        throttle.Signal();
        throttle.Signal();
        await Task.Delay(400, Cancellation);
        var whilePaused = calls;
        live.Toggle();
        await Task.Delay(600, Cancellation);

        Assert.Equal(0, whilePaused);
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task After_disposal_nothing_is_called()
    {
        var calls = 0;
        var throttle = new Throttle(() =>
        {
            Interlocked.Increment(ref calls);
            return Task.CompletedTask;
        });

        throttle.Dispose();
        throttle.Signal();
        await Task.Delay(300, Cancellation);

        Assert.Equal(0, calls);
    }
}
