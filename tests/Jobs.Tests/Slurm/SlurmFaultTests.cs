using System.Diagnostics;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Slurm;

namespace Angioboard.Jobs.Tests.Slurm;

/// <summary>Runs on a real cluster of which parts die: each ends as if nothing had happened, to the byte.</summary>
[Collection(SlurmCollection.Name)]
public sealed class SlurmFaultTests(SlurmCluster cluster, SharedStudy study) : IClassFixture<SlurmCluster>
{
    private const int Epochs = 40;

    private static byte[]? expected;

    [Fact]
    public async Task A_killed_trainer_is_submitted_again_and_ends_exactly()
    {
        await using SlurmRig rig = await SlurmRig.StartAsync(study);
        byte[] undisturbed = await ExpectedAsync(rig);
        Run run = await rig.LaunchAsync(Epochs);
        Run before = await rig.TrainedAsync(run, 3);

        Kill(before);
        Run finished = await rig.Queue.UntilAsync(run.Id, RunStatus.Finished);

        Assert.Equal((1, true), (finished.Deaths, finished.Interrupted));
        Assert.NotEqual(before.Slurm!.Job, finished.Slurm!.Job);
        Assert.Equal(undisturbed, SlurmRig.Predictions(run));
    }

    [Fact]
    public async Task A_node_that_dies_loses_nothing_and_Slurm_starts_the_run_elsewhere()
    {
        await using SlurmRig rig = await SlurmRig.StartAsync(study);
        byte[] undisturbed = await ExpectedAsync(rig);
        Run run = await rig.LaunchAsync(Epochs);
        Run before = await rig.TrainedAsync(run, 3);

        cluster.KillNode(before.Slurm!.Node!);
        Run again = await rig.Queue.UntilAsync(run.Id, now => now.Status == RunStatus.Running && now.Slurm!.Node != before.Slurm.Node
            && now.EpochsDone > 3);
        cluster.StartNode(before.Slurm.Node!);
        Run finished = await rig.Queue.UntilAsync(run.Id, RunStatus.Finished);

        // Slurm has requeued it by itself: the same job, and no death that would count.
        Assert.Equal((before.Slurm.Job, 0), (again.Slurm!.Job, finished.Deaths));
        Assert.Equal(undisturbed, SlurmRig.Predictions(run));
    }

    [Fact]
    public async Task A_time_limit_and_a_preemption_put_the_job_back_and_it_ends_exactly()
    {
        await using SlurmRig rig = await SlurmRig.StartAsync(study);
        byte[] undisturbed = await ExpectedAsync(rig);
        Run run = await rig.LaunchAsync(Epochs);
        Run before = await rig.TrainedAsync(run, 3);

        // What Slurm sends two minutes before the time is over, by --signal=B:TERM@120.
        SlurmCluster.Run("scancel", "--batch", "--signal=TERM", before.Slurm!.Job);
        await rig.Queue.UntilAsync(run.Id, now => now.Status == RunStatus.Queued && now.Slurm!.State == "PENDING");
        Run finished = await rig.Queue.UntilAsync(run.Id, RunStatus.Finished);

        Assert.Equal((before.Slurm.Job, 0), (finished.Slurm!.Job, finished.Deaths));
        Assert.Equal(undisturbed, SlurmRig.Predictions(run));
    }

    [Fact]
    public async Task A_dashboard_that_ends_in_the_middle_finds_its_jobs_by_number_and_by_name()
    {
        await using SlurmRig rig = await SlurmRig.StartAsync(study);
        byte[] undisturbed = await ExpectedAsync(rig);
        Run run = await rig.LaunchAsync(Epochs);
        Run before = await rig.TrainedAsync(run, 2);

        await rig.Queue.StopAsync();
        await rig.Queue.StartAsync();
        Run found = await rig.TrainedAsync(run, before.EpochsDone + 1);
        await rig.Queue.StopAsync();
        // As if it had ended between sbatch and its answer.
        string record = Path.Combine(run.Folder, "slurm.json");
        string text = await File.ReadAllTextAsync(record, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(record, text.Replace($"\"job\": \"{before.Slurm!.Job}\"", "\"job\": null", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        await rig.Queue.StartAsync();
        Run finished = await rig.Queue.UntilAsync(run.Id, RunStatus.Finished);

        Assert.Equal((before.Slurm.Job, before.Slurm.Job, 0), (found.Slurm!.Job, finished.Slurm!.Job, finished.Deaths));
        Assert.Equal(undisturbed, SlurmRig.Predictions(run));
    }

    [Fact]
    public async Task A_job_that_ends_and_is_forgotten_while_no_dashboard_runs_is_settled_from_its_folder()
    {
        await using SlurmRig rig = await SlurmRig.StartAsync(study);
        Run run = await rig.LaunchAsync(epochs: 3);
        await rig.Queue.UntilAsync(run.Id, now => now.Status == RunStatus.Running);

        await rig.Queue.StopAsync();
        await SlurmRig.UntilIdleAsync();
        // Slurm numbers from the start again: it no longer knows the job.
        string record = Path.Combine(run.Folder, "slurm.json");
        string text = await File.ReadAllTextAsync(record, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(record, System.Text.RegularExpressions.Regex.Replace(text, "\"job\": \"\\d+\"", "\"job\": \"999999\""),
            TestContext.Current.CancellationToken);
        await rig.Queue.StartAsync();
        Run finished = await rig.Queue.UntilAsync(run.Id, RunStatus.Finished);

        Assert.Equal((3, null, 0), (finished.EpochsDone, finished.Reason, finished.Deaths));
    }

    [Fact]
    public async Task A_controller_that_is_away_for_a_minute_is_said_and_ends_nothing()
    {
        await using SlurmRig rig = await SlurmRig.StartAsync(study);
        Run run = await rig.LaunchAsync(epochs: 100_000);
        await rig.TrainedAsync(run, 1);

        cluster.Controller(runs: false);
        Stopwatch away = Stopwatch.StartNew();
        Run silent = await rig.Queue.UntilAsync(run.Id, now => now.Slurm?.Problem is not null);
        Run later = await rig.TrainedAsync(run, silent.EpochsDone + 2);
        await rig.Queue.Control.StopAsync(Actors.Actor.Owner("ada"), run.Id, TestContext.Current.CancellationToken);
        await Task.Delay(TimeSpan.FromMinutes(1) - away.Elapsed, TestContext.Current.CancellationToken);
        Run still = rig.Queue.Runs.Find(run.Id)!;
        cluster.Controller(runs: true);
        Run stopped = await rig.Queue.UntilAsync(run.Id, RunStatus.Stopped);

        Assert.StartsWith("squeue ", silent.Slurm!.Problem, StringComparison.Ordinal);
        Assert.Equal(RunStatus.Running, later.Status);
        Assert.Equal((RunStatus.Stopping, 0), (still.Status, still.Deaths));
        Assert.Equal("stopped by ada", stopped.Reason);
    }

    [Fact]
    public async Task A_dashboard_that_starts_while_Slurm_is_silent_still_shows_a_training_run_as_running()
    {
        await using SlurmRig rig = await SlurmRig.StartAsync(study);
        Run run = await rig.LaunchAsync(epochs: 100_000);
        Run before = await rig.TrainedAsync(run, 1);
        await rig.Queue.StopAsync();

        cluster.Controller(runs: false);
        try
        {
            await rig.Queue.StartAsync();
            Run silent = await rig.Queue.UntilAsync(run.Id, now => now.Slurm?.Problem is not null && now.EpochsDone > before.EpochsDone);
            Run later = await rig.Queue.UntilAsync(run.Id, now => now.EpochsDone >= silent.EpochsDone + 2);

            Assert.Equal((RunStatus.Running, RunStatus.Running), (silent.Status, later.Status));
        }
        finally
        {
            cluster.Controller(runs: true);
        }
        Run found = await rig.Queue.UntilAsync(run.Id, now => now.Slurm?.Problem is null);

        Assert.Equal((RunStatus.Running, before.Slurm!.Job, 0), (found.Status, found.Slurm!.Job, found.Deaths));
    }

    [Fact]
    public async Task A_job_that_somebody_cancels_in_Slurm_stays_stopped()
    {
        await using SlurmRig rig = await SlurmRig.StartAsync(study);
        Run run = await rig.LaunchAsync(epochs: 100_000);
        Run before = await rig.TrainedAsync(run, 1);

        SlurmCluster.Run("scancel", before.Slurm!.Job);
        Run stopped = await rig.Queue.UntilAsync(run.Id, now => now.Status.IsFinal());

        Assert.Equal((RunStatus.Stopped, $"job {before.Slurm.Job} was cancelled in Slurm, not from here"),
            (stopped.Status, stopped.Reason));
    }

    // The same for every test: it depends on settings and data only.
    private static async Task<byte[]> ExpectedAsync(SlurmRig rig) => expected ??= await PredictAsync(rig);

    private static async Task<byte[]> PredictAsync(SlurmRig rig)
    {
        Run run = await rig.LaunchAsync(Epochs, device: "cpu");
        await rig.Queue.UntilAsync(run.Id, RunStatus.Finished);
        return SlurmRig.Predictions(run);
    }

    private static void Kill(Run run)
    {
        using Process trainer = SlurmRig.Trainer(run);
        trainer.Kill();
    }
}
