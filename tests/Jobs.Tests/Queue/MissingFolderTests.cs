using Angioboard.Core;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Tests.Queue;

/// <summary>Folders that are missing when a run is due to start, such as a network drive that is mounted later.</summary>
public sealed class MissingFolderTests(SharedStudy shared) : QueueTests(shared)
{
    private protected override QueueRig NewRig() => new(folder, study) { Executable = ScriptedTrainer.Waiting(folder), FreeBytes = 0 };

    [Fact]
    public async Task A_run_whose_frames_are_missing_waits_for_them()
    {
        string frames = study.CopyTo(folder), away = frames + "-away";
        Run run = (await rig.Control.LaunchAsync(
            Actor.Owner("ada"),
            new LaunchRequest { Settings = [rig.Settings() with { Split = Path.Combine(frames, "split.json"), Datadir = frames }],
                Experiment = "demo" },
            TestContext.Current.CancellationToken))[0];
        Directory.Move(frames, away);

        rig.FreeBytes = long.MaxValue;
        Run waiting = await rig.UntilAsync(run.Id, r => r.Reason is not null);
        Directory.Move(away, frames);
        await rig.UntilAsync(run.Id, RunStatus.Running);

        Assert.Equal(
            (RunStatus.Queued,
                $"waits for {frames}, which is missing: it continues when that is back; if it has moved, resume in a terminal: angioboard "
                    + $"resume {waiting.Folder} --datadir FOLDER"),
            (waiting.Status, waiting.Reason));
        Assert.Contains(frames, waiting.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_whose_frames_have_moved_can_be_resumed_in_a_terminal()
    {
        string frames = study.CopyTo(folder), elsewhere = frames + "-elsewhere";
        Run run = (await rig.Control.LaunchAsync(
            Actor.Owner("ada"),
            new LaunchRequest { Settings = [rig.Settings() with { Split = Path.Combine(frames, "split.json"), Datadir = frames }],
                Experiment = "demo" },
            TestContext.Current.CancellationToken))[0];
        Directory.Move(frames, elsewhere);
        rig.FreeBytes = long.MaxValue;
        await rig.UntilAsync(run.Id, r => r.Reason is not null);

        (await AngioboardProcess.RunAsync(new Dictionary<string, string> { [Jobs.Leases.DataFolder.Variable] = rig.DataFolder }, "resume",
            run.Folder, "--datadir", elsewhere)).Done();
        Run finished = await rig.UntilAsync(run.Id, RunStatus.Finished);

        Assert.Equal(elsewhere, finished.Settings.Datadir);
        Assert.Equal(elsewhere, (string?)RunFiles.Json(run.Folder, "settings.json")["datadir"]);
    }

    [Fact]
    public async Task A_missing_results_folder_is_not_created_again_and_runs_wait_for_it()
    {
        Run run = await rig.LaunchAsync();
        string away = rig.Results + "-away";
        Directory.Move(rig.Results, away);

        rig.FreeBytes = long.MaxValue;
        await rig.UntilAsync(() => rig.Control.Paused?.Contains("is not there, though it held runs", StringComparison.Ordinal) ?? false);
        InputException refused = await Assert.ThrowsAsync<InputException>(() => rig.LaunchAsync());
        bool made = Directory.Exists(rig.Results);
        Directory.Move(away, rig.Results);
        await rig.UntilAsync(run.Id, RunStatus.Running);

        Assert.False(made);
        Assert.StartsWith($"the results folder {rig.Results} is not there", Assert.Single(refused.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_results_folder_that_disappears_while_the_queue_is_checked_is_not_created_again()
    {
        await rig.LaunchAsync();
        string away = rig.Results + "-away";

        for (int i = 0; i < 2000; i++)
        {
            rig.Get<Scheduler>().Wake();
            Thread.SpinWait(i);
            Directory.Move(rig.Results, away);
            Directory.Move(away, rig.Results); // Fails if it was created again.
        }

        Assert.NotEmpty(Directory.GetDirectories(rig.Results));
    }
}
