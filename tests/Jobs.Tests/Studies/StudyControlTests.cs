using Angioboard.Core;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Studies.Launching;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Tests.Studies;

/// <summary>The runs of a study are paused, continued and stopped together.</summary>
public sealed class StudyControlTests(SharedStudy shared) : StudyQueueTests(shared)
{
    private StudyControl Control => rig.Get<StudyControl>();

    [Fact]
    public async Task All_runs_of_the_study_pause_go_on_and_stop_and_no_others()
    {
        await MakeAsync(new PatientFolds(3), seeds: 1);
        LaunchedStudy other = await MakeAsync(seeds: 1);
        rig.Get<Scheduler>().Withdraw(Made[0].Id);
        rig.Runs.Update(Made[0].Id, run => run with { Status = RunStatus.Running });
        rig.Runs.Update(Made[0].Id, run => run with { Status = RunStatus.Finished });

        StudySteps paused = await Control.PauseAsync(Ada, Id, Cancellation);
        int held = rig.Control.Queue.Count(entry => entry.HeldBy is not null);
        StudySteps on = await Control.GoOnAsync(Ada, Id, Cancellation);
        int still = rig.Control.Queue.Count(entry => entry.HeldBy is not null);
        StudySteps stopped = await Control.StopAsync(Ada, Id, Cancellation);

        Assert.Equal(("5 of 6 runs paused; 1 has finished", 5), (paused.Words, held));
        Assert.Equal(("5 of 6 runs put back in line; 1 has finished", 0), (on.Words, still));
        Assert.Equal("5 of 6 runs stopped; 1 has finished", stopped.Words);
        Assert.Equal(other.Runs.Select(run => run.Id), rig.Control.Queue.Select(entry => entry.RunId));
    }

    [Fact]
    public async Task What_there_is_nothing_to_do_for_is_said()
    {
        await MakeAsync(seeds: 1);

        InputException none = await Assert.ThrowsAsync<InputException>(() => Control.GoOnAsync(Ada, Id, Cancellation));
        await Control.StopAsync(Ada, Id, Cancellation);
        InputException stopped = await Assert.ThrowsAsync<InputException>(() => Control.PauseAsync(Ada, Id, Cancellation));
        InputException unknown = await Assert.ThrowsAsync<InputException>(() => Control.StopAsync(Ada, "demo/Study_9", Cancellation));

        Assert.Equal($"{Id}: no run is paused", none.Message);
        Assert.Equal($"{Id}: no run waits or trains, so there is nothing to pause", stopped.Message);
        Assert.Equal("demo/Study_9: there is no such study, or it has no runs yet", unknown.Message);
    }

    [Fact]
    public async Task A_viewer_is_refused_before_any_run()
    {
        await MakeAsync(seeds: 1);
        Actor vera = Account("vera", Roles.Viewer);

        await Assert.ThrowsAsync<NotAllowedException>(() => Control.StopAsync(vera, Id, Cancellation));
        await Assert.ThrowsAsync<NotAllowedException>(() => Control.PauseAsync(vera, Id, Cancellation));

        Assert.All(Made, run => Assert.Equal((RunStatus.Queued, null), (run.Status, run.PausedBy)));
    }
}
