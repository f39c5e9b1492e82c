using System.Diagnostics;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Tests.Queue;

namespace Angioboard.Jobs.Tests.Supervision;

/// <summary>Real trainers in the queue.</summary>
public sealed class TrainerTests(SharedStudy shared) : QueueTests(shared)
{
    private const int Endless = 100_000;

    [Fact]
    public async Task A_launched_run_ends_with_its_results_in_the_store()
    {
        Run queued = await rig.LaunchAsync();

        Run run = await rig.UntilAsync(queued.Id, RunStatus.Finished);

        Assert.Equal("demo/Train_1", run.Id);
        Assert.Equal((2, "cpu"), (run.EpochsDone, run.Device));
        Assert.Equal(["train", "validation", "test"], run.Splits.Keys);
        Assert.Equal((double?)RunFiles.Json(run.Folder, "evaluation.json")["splits"]!["test"]!["metrics"]!["accuracy"],
            run.Splits["test"]["accuracy"]);
        Assert.Equal((string?)RunFiles.Json(run.Folder, "settings.json")["fingerprint"]!["sha256"], run.Fingerprint);
        Assert.True(run is { TrainingSeconds: > 0, FramesPerSecond: > 0, PeakMemory: > 0, Parameters: > 0, Progress: null, Reason: null });
        Assert.Equal(2, run.Sparkline.Count);
        JsonObject[] epochs = RunFiles.Events(run.Folder, "epoch");
        Assert.Equal(epochs.Select(e => (double?)e["val_loss"]), rig.Runs.Epochs(run.Id).Select(e => e.Values["val_loss"]));
        Assert.Equal(epochs.Min(e => (double?)e["val_loss"]), run.Best["val_loss"].Value);
        Assert.Equal(new FileInfo(Path.Combine(run.Folder, "metrics.jsonl")).Length, run.LogPosition);
    }

    [Fact]
    public async Task Stopping_frees_the_device_for_the_next()
    {
        Run first = await rig.LaunchAsync(Endless), second = await rig.LaunchAsync(owner: "bob");
        await rig.UntilAsync(first.Id, run => run.EpochsDone > 0);
        Assert.Equal([second.Id], rig.Control.Queue.Select(entry => entry.RunId));

        await rig.Control.StopAsync(Actor.Owner("ada"), first.Id, Cancellation);
        await rig.UntilAsync(second.Id, RunStatus.Running);

        Run stopped = rig.Runs.Find(first.Id)!;
        Assert.Equal((RunStatus.Stopped, "stopped by ada"), (stopped.Status, stopped.Reason));
        Assert.True(File.Exists(new RunFolder(stopped.Folder).LastCheckpoint));
        await rig.UntilAsync(second.Id, RunStatus.Finished);
    }

    [Fact]
    public async Task A_stopped_run_can_be_resumed_and_finish_early()
    {
        Run run = await rig.LaunchAsync(Endless);
        await rig.UntilAsync(run.Id, r => r.EpochsDone > 2);
        await rig.Control.StopAsync(Actor.Owner("ada"), run.Id, Cancellation);
        Run stopped = await rig.UntilAsync(run.Id, RunStatus.Stopped);

        await rig.Control.ResumeAsync(Actor.Owner("ada"), run.Id, Cancellation);
        await rig.UntilAsync(run.Id, r => r.EpochsDone > stopped.EpochsDone);
        await rig.Control.FinishEarlyAsync(Actor.Owner("ada"), run.Id, Cancellation);
        Run finished = await rig.UntilAsync(run.Id, RunStatus.Finished);

        Assert.True(finished.Splits.Count == 3);
        EpochsAreThoseOfTheLog(finished);
    }

    [Fact]
    public async Task A_killed_trainer_is_started_again_and_continues()
    {
        Run run = await rig.LaunchAsync(Endless);
        await rig.UntilAsync(run.Id, r => r.EpochsDone > 2);
        int reached = rig.Runs.Find(run.Id)!.EpochsDone;

        Process.GetProcessById(Trainer(run).Pid).Kill();
        Run going = await rig.UntilAsync(run.Id, r => r is { Deaths: 1, Status: RunStatus.Running } && r.EpochsDone > reached + 2);
        await rig.Control.FinishEarlyAsync(Actor.Owner("ada"), run.Id, Cancellation);
        Run finished = await rig.UntilAsync(run.Id, RunStatus.Finished);

        Assert.Equal(1, finished.Deaths);
        Assert.NotEmpty(RunFiles.Events(run.Folder, "resumed"));
        EpochsAreThoseOfTheLog(finished);
        Assert.Equal(going.Id, finished.Id);
    }

    [Fact]
    public async Task A_dashboard_that_starts_again_finds_its_trainer_alive()
    {
        Run run = await rig.LaunchAsync(Endless);
        await rig.UntilAsync(run.Id, r => r.EpochsDone > 1);
        int pid = Trainer(run).Pid;

        await rig.StopAsync();
        Assert.True(Trainer(run).IsAlive);
        await Task.Delay(300, Cancellation);
        await rig.StartAsync();
        int before = rig.Runs.Find(run.Id)!.EpochsDone;
        await rig.UntilAsync(run.Id, r => r.Status == RunStatus.Running && r.EpochsDone > before + 1);
        await rig.Control.FinishEarlyAsync(Actor.Owner("ada"), run.Id, Cancellation);
        Run finished = await rig.UntilAsync(run.Id, RunStatus.Finished);

        Assert.Equal(pid, Trainer(run).Pid);
        Assert.Equal((0, 3), (finished.Deaths, finished.Splits.Count));
        EpochsAreThoseOfTheLog(finished);
    }

    [Fact]
    public async Task A_run_that_ended_while_no_dashboard_ran_is_settled_and_one_whose_trainer_died_continues()
    {
        Run run = await rig.LaunchAsync(Endless);
        await rig.UntilAsync(run.Id, r => r.EpochsDone > 1);
        await rig.StopAsync();
        Process.GetProcessById(Trainer(run).Pid).Kill();

        await rig.StartAsync();
        Run going = await rig.UntilAsync(run.Id, r => r.Status == RunStatus.Running && Trainer(r).IsAlive && r.Progress?.Phase == "train");
        File.WriteAllText(new RunFolder(run.Folder).FinishRequest, "");
        await rig.StopAsync();
        while (Trainer(going).IsAlive) await Task.Delay(20, Cancellation);
        await rig.StartAsync();
        Run finished = await rig.UntilAsync(run.Id, RunStatus.Finished);

        Assert.Equal(3, finished.Splits.Count);
        EpochsAreThoseOfTheLog(finished);
    }

    [Fact]
    public async Task A_run_of_a_terminal_is_adopted_live_and_can_be_stopped()
    {
        using AngioboardProcess terminal = AngioboardProcess.Start(
            new() { [DataFolder.Variable] = rig.DataFolder },
            ["experiment", "--output", folder.File("elsewhere"), .. TinyModel.On(study.Options, "--epochs", "100000", "--device", "cpu")]);

        await rig.UntilAsync(() => rig.Runs.All.Count > 0);
        string id = rig.Runs.All[0].Id;
        Run live = await rig.UntilAsync(id, run => run.Status == RunStatus.Running && run.EpochsDone > 1);
        Run waiting = await rig.LaunchAsync();
        await rig.UntilAsync(() => rig.Control.Queue is [{ } entry] && entry.Reason.Contains(id, StringComparison.Ordinal));
        await rig.Control.StopAsync(Actor.Owner("bob"), id, Cancellation);
        Run stopped = await rig.UntilAsync(id, RunStatus.Stopped);

        Assert.Matches("^elsewhere~[0-9a-f]{4}/Train_1$", id);
        Assert.True(live.FromTerminal);
        Assert.Equal((Environment.UserName, "stopped by bob"), (stopped.Owner, stopped.Reason));
        (await terminal.EndAsync()).Ended(130);
        await rig.UntilAsync(waiting.Id, RunStatus.Finished);
    }

    [Fact]
    public async Task Runs_of_a_terminal_that_ended_before_the_dashboard_started_are_imported()
    {
        await rig.StopAsync();
        (await AngioboardProcess.RunAsync(
            new() { [DataFolder.Variable] = rig.DataFolder },
            ["experiment", "--output", folder.File("elsewhere"), .. TinyModel.On(study.Options, "--device", "cpu")])).Done();

        await rig.StartAsync();
        await rig.UntilAsync(() => rig.Runs.All.Count > 0);
        Run run = rig.Runs.All[0];

        Assert.True(run is { Status: RunStatus.Finished, FromTerminal: true, EpochsDone: 2, Splits.Count: 3 });
        Assert.Empty(Directory.GetFiles(InboxNote.FolderIn(rig.DataFolder)));
        EpochsAreThoseOfTheLog(run);
    }

    [Fact]
    public async Task A_device_that_a_terminal_took_first_is_waited_for()
    {
        rig.Devices = [];
        Run run = await rig.LaunchAsync();
        using AngioboardProcess terminal = AngioboardProcess.Start(
            new() { [DataFolder.Variable] = rig.DataFolder },
            ["experiment", "--output", folder.File("elsewhere"), .. TinyModel.On(study.Options, "--epochs", "100000", "--device", "cpu")]);
        await rig.UntilAsync(() => rig.Runs.All.Any(other => other.FromTerminal));
        string id = rig.Runs.All.First(other => other.FromTerminal).Id;

        rig.Devices = [new Angioboard.Jobs.Machine.DeviceState { Id = "cpu", Name = "the processor" }];
        await rig.UntilAsync(() => rig.Control.Queue is [{ } entry]
            && entry.Reason.StartsWith("the processor is in use by", StringComparison.Ordinal));
        terminal.Send(AngioboardProcess.Terminate);
        await rig.UntilAsync(run.Id, RunStatus.Finished);

        Assert.Equal(RunStatus.Stopped, rig.Runs.Find(id)!.Status);
        (await terminal.EndAsync()).Ended(130);
    }

    [Fact]
    public async Task A_finished_run_is_evaluated_on_another_dataset()
    {
        rig.Get<DatasetStore>().Put(new Dataset
        {
            Name = "Other clinic", Split = study.Split, Datadir = study.Folder, ClassNames = rig.Settings().ClassNames!, Owner = "ada",
            Registered = DateTimeOffset.UtcNow,
        });
        Run run = await rig.LaunchAsync();
        await rig.UntilAsync(run.Id, RunStatus.Finished);

        InputException unknown = await Assert.ThrowsAsync<InputException>(
            () => rig.Control.EvaluateOnAsync(Actor.Owner("bob"), run.Id, "Nowhere", Cancellation));
        Assert.Equal("dataset: Nowhere is not registered; choose another dataset", unknown.Message);
        await rig.Control.EvaluateOnAsync(Actor.Owner("bob"), run.Id, "Other clinic", Cancellation);
        Run evaluated = await rig.UntilAsync(run.Id, r => r.Evaluations["Other clinic"].Status.IsFinal());

        Assert.Equal(new OtherEvaluation(RunStatus.Finished, null, "bob"), evaluated.Evaluations["Other clinic"]);
        Assert.Equal(evaluated.Splits["test"]["accuracy"], evaluated.Splits["Other clinic: test"]["accuracy"]);
    }

    [Fact]
    public async Task A_run_that_cannot_be_trained_fails_with_the_reason()
    {
        File.WriteAllText(folder.File("split.json"), """{"train": [["nowhere/1.jpg", 0]]}""");

        Run run = (await rig.Control.LaunchAsync(
            Actor.Owner("ada"),
            new() { Settings = [rig.Settings() with { Split = folder.File("split.json"), BatchSize = 1 }], Experiment = "demo" },
            Cancellation))[0];
        Run failed = await rig.UntilAsync(run.Id, RunStatus.Failed);

        Assert.Contains("nowhere", failed.Reason, StringComparison.Ordinal);
        Assert.NotNull(failed.Ended);
    }

    private static TrainerFile Trainer(Run run) => TrainerFile.Read(new RunFolder(run.Folder).Trainer)!;

    private void EpochsAreThoseOfTheLog(Run run)
    {
        SortedDictionary<int, double?> last = [];
        foreach (JsonObject line in RunFiles.Events(run.Folder))
        {
            if ((string?)line["type"] == "epoch") last[(int)line["epoch"]!] = (double?)line["train_loss"];
            // The trainer may die between an epoch's event and its checkpoint.
            if ((string?)line["type"] == "resumed") foreach (int again in last.Keys.Where(epoch => epoch >= (int)line["epoch"]!).ToArray())
                last.Remove(again);
        }
        Assert.Equal(last.Select(epoch => (epoch.Key, epoch.Value)), rig.Runs.Epochs(run.Id)
            .Select(epoch => (epoch.Epoch, epoch.Values["train_loss"])));
        Assert.Equal(Enumerable.Range(0, run.EpochsDone), last.Keys);
    }
}
