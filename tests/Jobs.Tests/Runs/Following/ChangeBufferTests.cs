using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Following;

namespace Angioboard.Jobs.Tests.Runs.Following;

public sealed class ChangeBufferTests
{
    private readonly RunFeed feed = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_slow_reader_is_told_what_it_missed_and_the_feed_never_waits()
    {
        using ChangeBuffer buffer = new(feed, run: null, most: 3);
        for (int epoch = 0; epoch < 10; epoch++) Publish(RunChangeKind.Epoch, $"demo/Train_{epoch % 2}", epoch);

        FollowedChange gap = await NextAsync(buffer);
        int[] left = [(await NextAsync(buffer)).Change!.Epoch!.Epoch, (await NextAsync(buffer)).Change!.Epoch!.Epoch,
            (await NextAsync(buffer)).Change!.Epoch!.Epoch];
        FollowedChange? none = await buffer.NextAsync(TimeSpan.FromMilliseconds(1), Cancellation);

        Assert.Equal((null, 7), (gap.Change, gap.Missed));
        Assert.Equal(["demo/Train_0", "demo/Train_1"], gap.MissedRuns);
        Assert.Equal([7, 8, 9], left);
        Assert.Null(none);
    }

    [Fact]
    public async Task Of_progress_and_the_queue_only_the_latest_waits()
    {
        using ChangeBuffer buffer = new(feed, run: null, most: 10);
        for (int i = 0; i < 100; i++)
        {
            feed.Publish(new RunChange(RunChangeKind.Progressed, "demo/Train_1", Sample.Run(1) with { Deaths = i }));
            Publish(RunChangeKind.Queue, "");
        }
        Publish(RunChangeKind.Event, "demo/Train_1");

        Assert.Equal(99, (await NextAsync(buffer)).Change!.Run!.Deaths);
        Assert.Equal(RunChangeKind.Queue, (await NextAsync(buffer)).Change!.Kind);
        Assert.Null(await buffer.NextAsync(TimeSpan.FromMilliseconds(1), Cancellation));
        feed.Publish(new RunChange(RunChangeKind.Progressed, "demo/Train_1", Sample.Run(1) with { Deaths = 100 }));
        Assert.Equal(100, (await NextAsync(buffer)).Change!.Run!.Deaths);
    }

    [Fact]
    public async Task A_reader_that_waits_gets_the_change_of_its_run_only()
    {
        using ChangeBuffer buffer = new(feed, "demo/Train_2", most: 10);
        Task<FollowedChange> waiting = NextAsync(buffer);
        Publish(RunChangeKind.Changed, "demo/Train_1");
        Assert.False(waiting.IsCompleted);

        Publish(RunChangeKind.Removed, "demo/Train_2");

        Assert.Equal("demo/Train_2", (await waiting).Change!.Id);
    }

    [Fact]
    public void A_closed_reader_does_not_disturb_the_writer()
    {
        RunFeed late = new();
        ChangeBuffer? buffer = null;
        // It is closed between two listeners of the same change.
        using IDisposable first = late.Subscribe(_ => buffer!.Dispose());
        buffer = new(late, null, 1);

        late.Publish(new RunChange(RunChangeKind.Changed, "demo/Train_1"));
        late.Publish(new RunChange(RunChangeKind.Changed, "demo/Train_1"));
    }

    private void Publish(RunChangeKind kind, string id, int epoch = 0) =>
        feed.Publish(new RunChange(kind, id, null, new EpochRecord(epoch, new Dictionary<string, double?>())));

    private static async Task<FollowedChange> NextAsync(ChangeBuffer buffer) =>
        (await buffer.NextAsync(Timeout.InfiniteTimeSpan, Cancellation))!;
}
