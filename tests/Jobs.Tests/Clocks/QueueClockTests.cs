using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Retention;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Tests.Queue;

namespace Angioboard.Jobs.Tests.Clocks;

/// <summary>The machine's clock leaps while runs train and deleted runs are in the trash.</summary>
public sealed class QueueClockTests(SharedStudy shared) : QueueTests(shared)
{
    private static readonly TimeSpan Days = TimeSpan.FromDays(30);

    private readonly LeapingTime time = new();

    private protected override QueueRig NewRig() => new(folder, study) { Time = time, HangMinutes = 1 };

    [Fact]
    public async Task Leaps_of_the_clock_neither_empty_the_trash_nor_make_runs_hang_nor_delay_the_queue()
    {
        Run deleted = await rig.LaunchAsync();
        await rig.UntilAsync(deleted.Id, RunStatus.Finished);
        await rig.UntilReleasedAsync(deleted.Id);
        await rig.Control.DeleteAsync(Actor.Owner("ada"), deleted.Id, Cancellation);
        Run run = await rig.LaunchAsync(epochs: 100_000);
        await rig.UntilAsync(run.Id, r => r.EpochsDone > 0);
        bool hung = false;
        using IDisposable watch = rig.Feed.Subscribe(change => hung |= change.Run?.Hangs == true);

        foreach (TimeSpan by in new[] { Days, -2 * Days, Days })
        {
            time.Leap(by);
            int epochs = rig.Runs.Find(run.Id)!.EpochsDone;
            await rig.UntilAsync(run.Id, r => r.EpochsDone > epochs + 20);
            rig.Get<Sweep>().Once(Cancellation);
            Assert.True(Directory.Exists(rig.Runs.Find(deleted.Id)!.Folder));
        }

        Assert.False(hung);
        await rig.Control.StopAsync(Actor.Owner("ada"), run.Id, Cancellation);
        await rig.UntilAsync(run.Id, RunStatus.Stopped);
        // It is still removed after the limit.
        time.Pass(Days);
        rig.Get<Sweep>().Once(Cancellation);
        Assert.Null(rig.Runs.Find(deleted.Id));
    }
}
