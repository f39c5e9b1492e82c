using System.Diagnostics;
using Angioboard.Dashboard.Live;

namespace Angioboard.Dashboard.Tests.Live;

public sealed class ThrottleTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_signals_make_few_calls_and_the_last_signal_is_not_lost()
    {
        int signalled = 0;
        int seen = 0;
        int calls = 0;
        using Throttle throttle = new(() =>
        {
            calls++;
            Volatile.Write(ref seen, Volatile.Read(ref signalled));
            return Task.CompletedTask;
        });
        Stopwatch watch = Stopwatch.StartNew();

        for (int i = 1; i <= 100; i++)
        {
            Volatile.Write(ref signalled, i);
            throttle.Signal();
            await Task.Delay(10, Cancellation);
        }
        await UntilAsync(() => Volatile.Read(ref seen) == 100);

        Assert.InRange(calls, 2, (int)(watch.Elapsed / Throttle.Interval) + 2);
    }

    [Fact]
    public async Task While_paused_nothing_is_called_and_resuming_calls_once()
    {
        LiveState live = new();
        int calls = 0;
        using Throttle throttle = new(() =>
        {
            Interlocked.Increment(ref calls);
            return Task.CompletedTask;
        }, live);
        live.Toggle();

        throttle.Signal();
        throttle.Signal();
        await Task.Delay(400, Cancellation);
        int whilePaused = calls;
        live.Toggle();
        await UntilAsync(() => Volatile.Read(ref calls) > 0);
        await Task.Delay(600, Cancellation);

        Assert.Equal(0, whilePaused);
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task A_signal_just_before_a_pause_waits_for_its_end()
    {
        LiveState live = new();
        int calls = 0;
        using Throttle throttle = new(() =>
        {
            Interlocked.Increment(ref calls);
            return Task.CompletedTask;
        }, live);
        throttle.Signal();
        await UntilAsync(() => Volatile.Read(ref calls) == 1);

        throttle.Signal();
        live.Toggle();
        int before = Volatile.Read(ref calls);
        await Task.Delay(600, Cancellation);
        int whilePaused = Volatile.Read(ref calls);
        live.Toggle();
        await UntilAsync(() => Volatile.Read(ref calls) == 2);

        Assert.Equal(before, whilePaused);
    }

    [Fact]
    public async Task After_disposal_nothing_is_called()
    {
        int calls = 0;
        Throttle throttle = new(() =>
        {
            Interlocked.Increment(ref calls);
            return Task.CompletedTask;
        });

        throttle.Dispose();
        throttle.Signal();
        await Task.Delay(300, Cancellation);

        Assert.Equal(0, calls);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), "it did not happen");
            await Task.Delay(5, Cancellation);
        }
    }
}
