using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Slurm;

namespace Angioboard.Jobs.Tests.Slurm;

/// <summary>Runs on a real cluster, without faults.</summary>
[Collection(SlurmCollection.Name)]
public sealed class SlurmRunTests(SlurmCluster cluster, SharedStudy study) : IClassFixture<SlurmCluster>
{
    private static readonly Actor ada = Actor.Owner("ada");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_is_handed_over_and_ends_with_the_bytes_of_the_same_run_on_the_box()
    {
        await using SlurmRig rig = await SlurmRig.StartAsync(study);
        Run here = await rig.LaunchAsync(device: DeviceSetting.Cpu);
        await rig.Queue.UntilAsync(here.Id, RunStatus.Finished);

        Run there = await rig.LaunchAsync();
        Run running = await rig.TrainedAsync(there, 0);
        Run finished = await rig.Queue.UntilAsync(there.Id, RunStatus.Finished);

        Assert.Equal((SlurmRig.Partition, "RUNNING", null), (running.Device, running.Slurm?.State, running.Reason));
        Assert.StartsWith("n", running.Slurm!.Node, StringComparison.Ordinal);
        Assert.Equal(("COMPLETED", running.Slurm.Job), (finished.Slurm?.State, finished.Slurm!.Job));
        Assert.Equal((2, 0, null), (finished.EpochsDone, finished.Deaths, finished.Reason));
        Assert.Equal(SlurmRig.Predictions(here), SlurmRig.Predictions(there));
        JsonObject trainer = JsonNode.Parse(await File.ReadAllTextAsync(new RunFolder(there.Folder).Trainer, Cancellation))!.AsObject();
        Assert.Equal((Environment.MachineName, finished.Slurm.Job), ((string?)trainer["host"], (string?)trainer["slurm_job"]));
        // The environment of a job has none of the dashboard's secrets, and its own names only.
        Assert.DoesNotContain("Angioboard__", await File.ReadAllTextAsync(new RunFolder(there.Folder).TrainerLog, Cancellation),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_frees_the_node_and_pausing_keeps_the_place_and_the_exact_end()
    {
        await using SlurmRig rig = await SlurmRig.StartAsync(study);
        Run plain = await rig.LaunchAsync(epochs: 12), stopped = await rig.LaunchAsync(epochs: 500);
        await rig.TrainedAsync(stopped, 1);
        await rig.Queue.Control.StopAsync(ada, stopped.Id, Cancellation);
        Run end = await rig.Queue.UntilAsync(stopped.Id, RunStatus.Stopped);
        await rig.Queue.UntilAsync(plain.Id, RunStatus.Finished);

        Run paused = await rig.LaunchAsync(epochs: 12);
        await rig.TrainedAsync(paused, 3);
        await rig.Queue.Control.PauseAsync(ada, paused.Id, Cancellation);
        Run held = await rig.Queue.UntilAsync(paused.Id, run => run.Status == RunStatus.Queued && run.PausedBy is not null
            && rig.Queue.Control.Queue.Count == 1);
        string device = rig.Queue.Control.Queue[0].Device;
        string squeue = SlurmCluster.Run("squeue", "-h", "--me");
        await rig.Queue.Control.GoOnAsync(ada, paused.Id, Cancellation);
        Run finished = await rig.Queue.UntilAsync(paused.Id, RunStatus.Finished);

        Assert.Equal(("stopped by ada", "CANCELLED"), (end.Reason, end.Slurm?.State));
        Assert.True(File.Exists(new RunFolder(stopped.Folder).LastCheckpoint));
        Assert.Equal(("", SlurmRig.Partition), (squeue.Trim(), device));
        Assert.NotEqual(held.Slurm!.Job, finished.Slurm!.Job);
        Assert.Equal(SlurmRig.Predictions(plain), SlurmRig.Predictions(paused));
    }

    [Fact]
    public async Task What_waits_in_Slurm_says_so_and_leaves_the_queue_when_stopped()
    {
        await using SlurmRig rig = await SlurmRig.StartAsync(study);
        string all = SlurmCluster.Submit("--nodes=2", "--exclusive");
        await rig.Queue.UntilAsync(() => SlurmCluster.Run("squeue", "-h", "-j", all, "-o", "%T").Trim() == "RUNNING");

        Run run = await rig.LaunchAsync();
        Run waiting = await rig.Queue.UntilAsync(run.Id, now => now.Slurm?.Reason is not null);
        await rig.Queue.UntilAsync(() => rig.Queue.Control.Queue is [{ InSlurm: true }]);
        QueueEntry entry = Assert.Single(rig.Queue.Control.Queue);
        await rig.Queue.Control.StopAsync(ada, run.Id, Cancellation);
        Run end = await rig.Queue.UntilAsync(run.Id, RunStatus.Stopped);

        Assert.Equal((RunStatus.Queued, "PENDING", null), (waiting.Status, waiting.Slurm!.State, waiting.Started));
        Assert.Matches($@"\Awaits in Slurm as job {waiting.Slurm.Job}: (Resources|Priority)\z", entry.Reason);
        Assert.Equal((run.Id, "ada", SlurmRig.Partition, 1), (entry.RunId, entry.Owner, entry.Device, entry.Position));
        Assert.Equal((null, 0), (end.Started, end.EpochsDone));
        SlurmCluster.Run("scancel", all);
    }

    [Fact]
    public async Task Thirty_runs_of_two_owners_take_turns_and_few_of_them_wait_in_Slurm()
    {
        await using SlurmRig rig = await SlurmRig.StartAsync(study, new() { Partitions = ["gpu"], Cpus = 1, MostWaiting = 3 });
        IReadOnlyList<Run> first = await rig.LaunchAllAsync(15, 1, SlurmRig.Partition, "ada"),
            second = await rig.LaunchAllAsync(15, 1, SlurmRig.Partition, "bob");
        int most = 0;
        List<string> began = [];
        using IDisposable subscription = rig.Queue.Feed.Subscribe(change =>
        {
            if (change.Run is { Slurm: not null, Status: RunStatus.Queued or RunStatus.Running } run)
                lock (began) if (!began.Contains(run.Id)) began.Add(run.Id);
        });

        while (rig.Queue.Runs.All.Any(run => !run.Status.IsFinal()))
        {
            most = Math.Max(most, SlurmCluster.Run("squeue", "-h", "--me", "-t", "PD").Split('\n').Count(line => line.Length > 0));
            await Task.Delay(200, Cancellation);
        }

        Assert.All(rig.Queue.Runs.All, run => Assert.Equal((RunStatus.Finished, 0, null), (run.Status, run.Deaths, run.Reason)));
        Assert.InRange(most, 1, 3);
        // By the time that half have begun, both owners have had their share.
        HashSet<string> ofAda = [.. first.Select(run => run.Id)];
        Assert.Equal(30, first.Count + second.Count);
        Assert.InRange(began.Take(15).Count(ofAda.Contains), 5, 12);
    }

    [Fact]
    public async Task What_Slurm_refuses_fails_in_Slurms_words_and_a_partition_that_is_not_offered_is_refused()
    {
        await using SlurmRig rig = await SlurmRig.StartAsync(study, new() { Partitions = ["gpu"], Options = ["--mem=999G"] });
        InputException unknown = await Assert.ThrowsAsync<InputException>(() => rig.LaunchAsync(device: "slurm:a100"));

        Run run = await rig.LaunchAsync();
        Run failed = await rig.Queue.UntilAsync(run.Id, now => now.Status.IsFinal());

        Assert.Equal("device: slurm:a100: runs can use the processor, slurm:gpu here; choose auto or one of these", unknown.Message);
        Assert.Equal(RunStatus.Failed, failed.Status);
        Assert.StartsWith("Slurm does not take it: sbatch failed: sbatch: error: ", failed.Reason, StringComparison.Ordinal);
        Assert.Contains("Memory specification can not be satisfied", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_does_not_see_the_results_is_named()
    {
        await using SlurmRig rig = await SlurmRig.StartAsync(study);
        Directory.CreateDirectory(rig.Queue.Results);
        cluster.KillNode("n2");
        cluster.StartNode("n2", hidden: rig.Queue.Results);
        SlurmCluster.Run("scontrol", "update", "NodeName=n1", "State=DRAIN", "Reason=test");

        Run run = await rig.LaunchAsync();
        Run failed = await rig.Queue.UntilAsync(run.Id, now => now.Status.IsFinal());
        SlurmCluster.Run("scontrol", "update", "NodeName=n1", "State=RESUME");
        cluster.KillNode("n2");
        cluster.StartNode("n2");

        Assert.Equal(RunStatus.Failed, failed.Status);
        Assert.Equal($"node n2 does not see {run.Folder}: results, data and data folder must be shared with all nodes at the same path",
            failed.Reason);
        Assert.InRange(failed.Ended!.Value - failed.Created, TimeSpan.Zero, TimeSpan.FromMinutes(5));
    }
}
