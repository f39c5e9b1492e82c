using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Tests.Queue;

/// <summary>Runs that somebody pauses, and trainers that wait by themselves, with a script in place of the trainer.</summary>
public sealed class PauseTests(SharedStudy shared) : QueueTests(shared)
{
    private const string Held = "paused by bob; \"Resume queueing\" puts it back in the queue";

    private protected override QueueRig NewRig() => new(folder, study) { Executable = ScriptedTrainer.Polite(folder) };

    [Fact]
    public async Task A_paused_run_frees_its_device_and_continues_on_any_other()
    {
        rig.Devices =
            [new DeviceState { Id = "GPU-a", Name = "GPU 0", Index = 0 }, new DeviceState { Id = "GPU-b", Name = "GPU 1", Index = 1 }];
        Run first = await LaunchAsync("cuda:0"), second = await LaunchAsync("cuda:0");
        await StartedAsync(first, 1);

        await rig.Control.PauseAsync(Actor.Owner("bob"), first.Id, Cancellation);
        await StartedAsync(second, 1);
        Run paused = rig.Runs.Find(first.Id)!;
        QueueEntry entry = Assert.Single(rig.Control.Queue);
        await rig.Control.GoOnAsync(Actor.Owner("bob"), first.Id, Cancellation);
        await StartedAsync(first, 2);
        Run going = await rig.UntilAsync(first.Id, RunStatus.Running);

        Assert.Equal((RunStatus.Queued, "bob", Held, 0), (paused.Status, paused.PausedBy, paused.Reason, paused.Deaths));
        Assert.Equal(("bob", Held, "auto", null), (entry.HeldBy, entry.Reason, entry.Device, entry.ExpectedStart));
        Assert.True(going.Interrupted);
        Assert.Equal(("GPU-b", null, null), (going.Device, going.PausedBy, going.Reason));
        Assert.Empty(rig.Control.Queue);
    }

    [Fact]
    public async Task A_pause_survives_the_dashboard_at_any_stage()
    {
        Run held = await rig.LaunchAsync();
        await StartedAsync(held, 1);
        await rig.Control.PauseAsync(Actor.Owner("bob"), held.Id, Cancellation);
        await rig.UntilAsync(held.Id, RunStatus.Queued);
        Run ending = await rig.LaunchAsync();
        await StartedAsync(ending, 1);
        // The dashboard crashes after it has signalled the trainer, and before the trainer ends.
        rig.Runs.Update(ending.Id, run => run with { Status = RunStatus.Stopping, PausedBy = "bob" });

        await rig.StopAsync();
        await rig.StartAsync();
        await rig.UntilAsync(ending.Id, RunStatus.Queued);

        // The queue is shown as of the scheduler's last pass, which comes after the run's own change.
        await rig.UntilAsync(() => rig.Control.Queue.Count == 2);

        Assert.All([held, ending],
            run => Assert.Equal((RunStatus.Queued, "bob"), (rig.Runs.Find(run.Id)!.Status, rig.Runs.Find(run.Id)!.PausedBy)));
        Assert.Equal(["bob", "bob"], rig.Control.Queue.Select(entry => entry.HeldBy));
        await rig.Control.GoOnAsync(Actor.Owner("bob"), held.Id, Cancellation);
        await StartedAsync(held, 2);
    }

    [Fact]
    public async Task A_run_that_never_started_is_held_and_others_go_first()
    {
        rig.Devices = [];
        Run held = await rig.LaunchAsync(), other = await rig.LaunchAsync();
        await rig.Control.PauseAsync(Actor.Owner("bob"), held.Id, Cancellation);
        await rig.UntilAsync(() => rig.Control.Queue.Count == 2);

        string[] order = [.. rig.Control.Queue.Select(entry => entry.RunId)];
        Assert.Throws<InputException>(() => rig.Control.Move(Actor.Owner("ada"), held.Id, -1));
        rig.Devices = [new DeviceState { Id = "cpu", Name = "the processor" }];
        await StartedAsync(other, 1);

        Assert.Equal([other.Id, held.Id], order);
        Assert.Equal((RunStatus.Queued, Held), (rig.Runs.Find(held.Id)!.Status, rig.Runs.Find(held.Id)!.Reason));
        await rig.Control.StopAsync(Actor.Owner("ada"), held.Id, Cancellation);
        Assert.Equal((RunStatus.Stopped, null), (rig.Runs.Find(held.Id)!.Status, rig.Runs.Find(held.Id)!.PausedBy));
    }

    [Fact]
    public async Task A_run_that_finishes_while_it_is_being_paused_has_finished()
    {
        await rig.StopAsync();
        rig.Executable = ScriptedTrainer.FinishingWhenStopped(folder);
        await rig.StartAsync();
        Run run = await rig.LaunchAsync();
        await StartedAsync(run, 1);

        await rig.Control.PauseAsync(Actor.Owner("bob"), run.Id, Cancellation);
        Run finished = await rig.UntilAsync(run.Id, r => r.Status == RunStatus.Finished);
        InputException late = await Assert.ThrowsAsync<InputException>(
            () => rig.Control.PauseAsync(Actor.Owner("bob"), run.Id, Cancellation));

        Assert.EndsWith("neither waits nor runs, so there is nothing to pause", late.Message, StringComparison.Ordinal);
        Assert.Equal((null, null), (finished.PausedBy, finished.Reason));
        Assert.Empty(rig.Control.Queue);
    }

    [Fact]
    public async Task A_trainer_that_ignores_a_pause_is_killed_and_a_stop_overrides_a_pause()
    {
        await rig.StopAsync();
        (rig.Executable, rig.KillAfter) = (ScriptedTrainer.Deaf(folder), TimeSpan.FromSeconds(1));
        await rig.StartAsync();
        Run paused = await rig.LaunchAsync(), stopped = await rig.LaunchAsync();
        await StartedAsync(paused, 1);

        await rig.Control.PauseAsync(Actor.Owner("bob"), paused.Id, Cancellation);
        Run ending = rig.Runs.Find(paused.Id)!;
        await rig.UntilAsync(paused.Id, RunStatus.Queued);
        await StartedAsync(stopped, 1);
        await rig.Control.PauseAsync(Actor.Owner("bob"), stopped.Id, Cancellation);
        await rig.Control.StopAsync(Actor.Owner("ada"), stopped.Id, Cancellation);
        Run over = await rig.UntilAsync(stopped.Id, RunStatus.Stopped);

        Assert.Equal((RunStatus.Stopping, "bob"), (ending.Status, ending.PausedBy));
        Assert.StartsWith("is being paused by bob", ending.Reason, StringComparison.Ordinal);
        Assert.Equal(Held + "; its last step took too long, so it continues from the checkpoint before", rig.Runs.Find(paused.Id)!.Reason);
        Assert.StartsWith("stopped by ada", over.Reason, StringComparison.Ordinal);
        Assert.Null(over.PausedBy);
    }

    [Fact]
    public async Task A_trainer_that_waits_for_its_folder_is_shown_and_not_reported_as_hanging()
    {
        await rig.StopAsync();
        rig.HangMinutes = 0.02;
        await rig.StartAsync();
        Run run = await rig.LaunchAsync();
        await StartedAsync(run, 1);

        DateTime until = DateTime.UtcNow.AddSeconds(2.5);
        while (DateTime.UtcNow < until)
        {
            Tell(run.Folder, "the disk is full");
            await Task.Delay(50, Cancellation);
        }
        Run waits = rig.Runs.Find(run.Id)!;
        Tell(run.Folder, null);
        string? after = rig.Runs.Find(run.Id)!.Progress!.Paused;
        Tell(folder.File("unknown"), "the disk is full");
        Tell("", "the disk is full");
        Run hangs = await rig.UntilAsync(run.Id, r => r.Hangs);

        Assert.Equal(("the disk is full", false), (waits.Progress!.Paused, waits.Hangs));
        Assert.Null(after);
        Assert.StartsWith("hangs: ", hangs.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_reason_for_a_trainers_wait_is_cleared_when_it_reports_progress_or_ends()
    {
        Run run = await rig.LaunchAsync();
        await StartedAsync(run, 1);
        Tell(run.Folder, "the disk is full");
        await rig.UntilAsync(run.Id, r => r.Progress?.Paused is not null);

        File.AppendAllText(Path.Combine(run.Folder, "metrics.jsonl"),
            """{"seq":0,"type":"progress","epoch":0,"epochs":2,"batch":1,"batches":4,"loss":1.5}""" + "\n");
        Run working = await rig.UntilAsync(run.Id, r => r.Progress is { Phase: "train" });
        Tell(run.Folder, "the disk is full");
        File.WriteAllText(Path.Combine(run.Folder, "go"), "");
        Run finished = await rig.UntilAsync(run.Id, RunStatus.Finished);

        Assert.Null(working.Progress!.Paused);
        Assert.Null(finished.Progress);
    }

    private async Task<Run> LaunchAsync(string device) => (await rig.Control.LaunchAsync(
        Actor.Owner("ada"), new LaunchRequest { Settings = [rig.Settings() with { Device = device }], Experiment = "demo" },
        Cancellation))[0];

    // A script sets its signal handler just after it has recorded its start.
    private async Task StartedAsync(Run run, int times)
    {
        string starts = Path.Combine(run.Folder, "starts");
        await rig.UntilAsync(() => File.Exists(starts) && File.ReadAllText(starts).Count(c => c == '\n') >= times);
        await Task.Delay(100, Cancellation);
    }

    private void Tell(string place, string? reason) => rig.Control.TrainerWaits(place, reason);
}
