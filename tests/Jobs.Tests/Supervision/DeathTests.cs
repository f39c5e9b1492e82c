using System.Diagnostics;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Tests.Queue;

namespace Angioboard.Jobs.Tests.Supervision;

/// <summary>Runs whose trainer ends although nobody asked for it, with a script in place of the trainer.</summary>
public sealed class DeathTests(SharedStudy shared) : QueueTests(shared)
{
    private protected override QueueRig NewRig() => new(folder, study) { Executable = ScriptedTrainer.Polite(folder) };

    [Fact]
    public async Task A_trainer_ended_by_somebody_else_is_started_again_and_the_cause_is_shown()
    {
        Run run = await rig.LaunchAsync();
        int first = await TrainerAsync(run, 1);

        Terminate(first);
        await TrainerAsync(run, 2);
        Run going = await rig.UntilAsync(run.Id, RunStatus.Running);

        Assert.Equal((1, "its trainer was ended by SIGTERM from outside and is started again"), (going.Deaths, going.Reason));
        File.WriteAllText(Path.Combine(run.Folder, "go"), "");
        Assert.Null((await rig.UntilAsync(run.Id, RunStatus.Finished)).Reason);
    }

    [Fact]
    public async Task Two_deaths_end_a_run_only_if_there_is_no_newer_checkpoint_between_them()
    {
        Run run = await rig.LaunchAsync();
        File.WriteAllText(Path.Combine(run.Folder, "step"), "");
        for (int death = 1; death <= 3; death++) Terminate(await TrainerAsync(run, death));
        int fourth = await TrainerAsync(run, 4);
        int deaths = (await rig.UntilAsync(run.Id, RunStatus.Running)).Deaths;

        File.Delete(Path.Combine(run.Folder, "step"));
        Terminate(fourth);
        Run failed = await rig.UntilAsync(run.Id, RunStatus.Failed);

        Assert.Equal(3, deaths);
        Assert.StartsWith("its trainer was ended by SIGTERM from outside, 4 times, without a new checkpoint since the last", failed.Reason,
            StringComparison.Ordinal);
        await rig.UntilReleasedAsync(run.Id);
        await rig.Control.ResumeAsync(Actor.Owner("ada"), run.Id, Cancellation);
        await TrainerAsync(run, 5);
        Assert.Equal((0, null), (rig.Runs.Find(run.Id)!.Deaths, rig.Runs.Find(run.Id)!.LastDeath));
    }

    [Theory]
    [InlineData("train,predict,evaluate,evaluate", 4)]
    [InlineData("predict,predict", 2)]
    [InlineData("predict,evaluate,predict", 3)]
    [InlineData("train,train", 2)]
    public async Task After_the_training_a_death_in_a_later_phase_counts_as_progress(string phases, int deaths)
    {
        await UseAsync(ScriptedTrainer.DyingIn(folder));
        Run run = await rig.LaunchAsync();
        foreach ((int index, string phase) in phases.Split(',').Index())
        {
            await TrainerAsync(run, index + 1);
            File.WriteAllText(Path.Combine(run.Folder, "phase"), phase);
        }

        Run failed = await rig.UntilAsync(run.Id, RunStatus.Failed);

        Assert.Equal(deaths, failed.Deaths);
        Assert.Contains($"SIGKILL, {deaths} times", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trainer_that_ends_with_the_dashboard_is_continued_by_the_next()
    {
        Run run = await rig.LaunchAsync();
        int first = await TrainerAsync(run, 1);

        Task down = rig.StopAsync();
        Terminate(first);
        await down;
        await rig.UntilAsync(() => !IsAlive(first));
        await rig.StartAsync();

        await TrainerAsync(run, 2);
        await rig.UntilAsync(run.Id, RunStatus.Running);
    }

    [Fact]
    public async Task A_kill_for_lack_of_memory_is_named()
    {
        string counter = folder.File("vmstat");
        File.WriteAllText(counter, "nr_free_pages 100\noom_kill 3\n");
        rig.OutOfMemoryKills = () => MemoryKills.Count([counter, folder.File("not there")]);
        Run run = await rig.LaunchAsync();
        int first = await TrainerAsync(run, 1);

        File.WriteAllText(counter, "nr_free_pages 100\noom_kill 4\n");
        Process.GetProcessById(first).Kill();
        await TrainerAsync(run, 2);
        Run going = await rig.UntilAsync(run.Id, r => r.Deaths == 1);
        Process.GetProcessById((await TrainerAsync(run, 2))).Kill();
        Run failed = await rig.UntilAsync(run.Id, RunStatus.Failed);

        Assert.StartsWith("its trainer was ended by SIGKILL, when the box ran out of memory: ", going.Reason, StringComparison.Ordinal);
        Assert.StartsWith("its trainer was ended by SIGKILL, 2 times", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Kills_in_a_container_count_like_those_of_the_machine()
    {
        File.WriteAllText(folder.File("memory.events"), "low 0\nhigh 0\nmax 12\noom 2\noom_kill 2\noom_group_kill 0\n");
        File.WriteAllText(folder.File("vmstat"), "oom_kill 5\nswap_ra 0\n");
        File.WriteAllText(folder.File("nonsense"), "oom_kill many\n");

        Assert.Equal(7,
            MemoryKills.Count([folder.File("memory.events"), folder.File("vmstat"), folder.File("nonsense"), folder.File("gone")]));
        Assert.Null(MemoryKills.Count([folder.File("nonsense"), folder.File("gone")]));
    }

    [Fact]
    public async Task Stopping_kills_a_trainer_that_hangs_and_ignores_signals()
    {
        (rig.HangMinutes, rig.KillAfter) = (0.005, TimeSpan.FromSeconds(0.5));
        await UseAsync(ScriptedTrainer.Deaf(folder));
        Run run = await rig.LaunchAsync();
        int trainer = await TrainerAsync(run, 1);
        await rig.UntilAsync(run.Id, r => r.Hangs);

        await rig.Control.StopAsync(Actor.Owner("ada"), run.Id, Cancellation);
        Run stopped = await rig.UntilAsync(run.Id, RunStatus.Stopped);

        Assert.False(IsAlive(trainer));
        Assert.False(stopped.Hangs);
        Assert.Equal("stopped by ada; its last step took too long, so it continues from the checkpoint before", stopped.Reason);
    }

    private async Task UseAsync(string executable)
    {
        rig.Executable = executable;
        await rig.StopAsync();
        await rig.StartAsync();
    }

    /// <summary>Waits for the n-th trainer of the run.</summary>
    private async Task<int> TrainerAsync(Run run, int number)
    {
        string starts = Path.Combine(run.Folder, "starts");
        await rig.UntilAsync(() => File.Exists(starts) && File.ReadAllText(starts).Count(c => c == '\n') >= number);
        return int.Parse(File.ReadAllLines(starts)[number - 1], System.Globalization.CultureInfo.InvariantCulture);
    }

    // A script sets its signal handler just after it has recorded its start.
    private static void Terminate(int pid)
    {
        Thread.Sleep(100);
        using Process kill = Process.Start("kill", ["-TERM", $"{pid}"]);
        kill.WaitForExit();
    }

    private static bool IsAlive(int pid) => Jobs.Leases.ProcessIdentity.Of(pid) is not null;
}
