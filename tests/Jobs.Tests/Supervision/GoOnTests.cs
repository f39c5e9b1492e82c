using System.Diagnostics;
using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Training.Checkpoints;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Tests.Queue;

namespace Angioboard.Jobs.Tests.Supervision;

/// <summary>Real trainers that are paused, ended from outside, and extended.</summary>
public sealed class GoOnTests(SharedStudy shared) : QueueTests(shared)
{
    [Fact]
    public async Task A_paused_run_and_one_ended_from_outside_give_the_same_bytes_as_an_undisturbed_one()
    {
        const int Epochs = 12;
        Run alone = await rig.LaunchAsync(Epochs), paused = await rig.LaunchAsync(Epochs), ended = await rig.LaunchAsync(Epochs);
        await rig.UntilAsync(alone.Id, RunStatus.Finished);
        await rig.UntilAsync(paused.Id, run => run.EpochsDone > 2);
        await rig.Control.PauseAsync(Actor.Owner("bob"), paused.Id, Cancellation);
        await rig.UntilAsync(paused.Id, RunStatus.Queued);
        Assert.True(File.Exists(new RunFolder(paused.Folder).LastCheckpoint));
        await rig.UntilAsync(ended.Id, run => run.EpochsDone > 2);
        using (Process kill =
            Process.Start("kill", ["-TERM", $"{TrainerFile.Read(new RunFolder(ended.Folder).Trainer)!.Pid}"])) await kill.WaitForExitAsync(
                Cancellation);

        await rig.Control.GoOnAsync(Actor.Owner("bob"), paused.Id, Cancellation);
        Run first = await rig.UntilAsync(paused.Id, RunStatus.Finished), second = await rig.UntilAsync(ended.Id, RunStatus.Finished);

        Assert.Equal((0, 1), (first.Deaths, second.Deaths));
        Assert.All([first, second], run =>
        {
            Assert.Equal(Epochs, run.EpochsDone);
            Assert.Equal(File.ReadAllBytes(new RunFolder(alone.Folder).Predictions),
                File.ReadAllBytes(new RunFolder(run.Folder).Predictions));
            Assert.NotEmpty(RunFiles.Events(run.Folder, "resumed"));
        });
    }

    [Fact]
    public async Task An_extended_run_gives_the_same_bytes_as_one_launched_with_all_epochs()
    {
        Run shorter = await rig.LaunchAsync(2), longer = await rig.LaunchAsync(5);
        Run before = await rig.UntilAsync(shorter.Id, RunStatus.Finished);
        await rig.UntilAsync(longer.Id, RunStatus.Finished);
        await Assert.ThrowsAsync<InputException>(() => rig.Control.ExtendAsync(Actor.Owner("bob"), shorter.Id, 2, Cancellation));

        await rig.Control.ExtendAsync(Actor.Owner("bob"), shorter.Id, 5, Cancellation);
        Run after = await rig.UntilAsync(shorter.Id, run => run is { Status: RunStatus.Finished, EpochsDone: 5 });

        Assert.Equal(5, after.Settings.Epochs);
        Assert.NotEqual(before.SettingsHash, after.SettingsHash);
        Assert.Equal(rig.Runs.Find(longer.Id)!.SettingsHash, after.SettingsHash);
        Assert.Equal((2, 5, "bob"), RunExtension.Of(new RunFolder(after.Folder))
            .Select(extension => (extension.From, extension.To, extension.By)).Single());
        Assert.Equal(File.ReadAllBytes(new RunFolder(longer.Folder).Predictions),
            File.ReadAllBytes(new RunFolder(after.Folder).Predictions));
        Assert.Equal(rig.Runs.Find(longer.Id)!.Splits["test"]["accuracy"], after.Splits["test"]["accuracy"]);
    }

    [Fact]
    public async Task A_terminal_extends_a_run_and_the_dashboard_follows()
    {
        Run run = await rig.LaunchAsync(2);
        await rig.UntilAsync(run.Id, RunStatus.Finished);

        Dictionary<string, string> here = new() { [DataFolder.Variable] = rig.DataFolder };
        ProcessOutcome outcome = (await AngioboardProcess.RunAsync(
            here, "resume", run.Folder, "--more-epochs", "2")).Done();
        Run longer = await rig.UntilAsync(run.Id, r => r is { Status: RunStatus.Finished, EpochsDone: 4 });

        Assert.Equal((4, 3), (longer.Settings.Epochs, longer.Splits.Count));
        Assert.Equal("finished", (string?)RunFiles.Events(run.Folder, "status")[^1]["status"]);
        Assert.NotNull(outcome);
        string[] refused = (await AngioboardProcess.RunAsync(here, "resume", run.Folder, "--more-epochs", "0")).Refused();
        Assert.Contains("must be 1 or more", Assert.Single(refused), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_start_sees_what_a_terminal_did_to_a_run_while_no_dashboard_ran()
    {
        Run run = await rig.LaunchAsync(2), stopped = await rig.LaunchAsync(100_000, experiment: "other");
        await rig.UntilAsync(run.Id, RunStatus.Finished);
        await rig.UntilAsync(stopped.Id, r => r.EpochsDone > 1);
        await rig.Control.StopAsync(Actor.Owner("ada"), stopped.Id, Cancellation);
        await rig.UntilAsync(stopped.Id, RunStatus.Stopped);
        await rig.StopAsync();

        Dictionary<string, string> here = new() { [DataFolder.Variable] = rig.DataFolder };
        (await AngioboardProcess.RunAsync(here, "resume", run.Folder, "--more-epochs", "2")).Done();
        RunFolder files = new(stopped.Folder);
        using (AngioboardProcess terminal = AngioboardProcess.Start(here, ["resume", stopped.Folder]))
        {
            await rig.UntilAsync(() => File.ReadAllText(files.Metrics).Contains("\"type\":\"resumed\"", StringComparison.Ordinal));
            terminal.Send(AngioboardProcess.Kill);
            await terminal.EndAsync();
        }
        await rig.StartAsync();

        Run longer = await rig.UntilAsync(run.Id, r => r is { Status: RunStatus.Finished, EpochsDone: 4 });
        Run killed = await rig.UntilAsync(stopped.Id, r => r.Status == RunStatus.Failed);
        Assert.Equal((4, 4, true), (longer.Settings.Epochs, rig.Runs.Epochs(run.Id).Count, longer.FromTerminal));
        Assert.Contains("resume it to continue from its last checkpoint", killed.Reason, StringComparison.Ordinal);
        await rig.UntilAsync(() => Directory.GetFiles(InboxNote.FolderIn(rig.DataFolder)).Length == 0);
    }
}
