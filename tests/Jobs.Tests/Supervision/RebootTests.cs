using System.Diagnostics;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Tests.Queue;

namespace Angioboard.Jobs.Tests.Supervision;

/// <summary>
/// What a power cut or a reboot leaves: files that name trainers that no longer run, and whose numbers now belong to other processes.
/// </summary>
public sealed class RebootTests(SharedStudy shared) : QueueTests(shared)
{
    [Theory]
    [InlineData("another boot")]
    [InlineData("another process")]
    public async Task A_run_whose_trainer_is_gone_is_continued_even_if_its_process_id_is_in_use(string now)
    {
        Run run = await rig.LaunchAsync(epochs: 100_000);
        await rig.UntilAsync(run.Id, r => r.EpochsDone > 1);
        RunFolder files = new(run.Folder);
        TrainerFile trainer = TrainerFile.Read(files.Trainer)!;
        await rig.StopAsync();
        Process.GetProcessById(trainer.Pid).Kill();
        while (trainer.IsAlive) await Task.Delay(20, Cancellation);
        // This process now has the number: with the same start ticks from another boot, or another start in this boot.
        ProcessIdentity self = ProcessIdentity.Current();
        TrainerFile gone = trainer with
        {
            Pid = self.Pid,
            StartTicks = now == "another boot" ? self.StartTicks : self.StartTicks - 1,
            BootId = now == "another boot" ? "00000000-0000-0000-0000-000000000000" : self.BootId,
        };
        gone.Write(files.Trainer);
        string holder = Assert.Single(Directory.GetFiles(Path.Combine(rig.DataFolder, "devices"), "*.holder.json"));
        gone.Write(holder);

        await rig.StartAsync();
        Run going = await rig.UntilAsync(run.Id, r => r.Status == RunStatus.Running && TrainerFile.Read(files.Trainer) is { IsAlive: true }
            && r.Progress?.Phase == "train");
        await rig.Control.FinishEarlyAsync(Actor.Owner("ada"), run.Id, Cancellation);
        Run finished = await rig.UntilAsync(run.Id, RunStatus.Finished);

        Assert.NotEqual(self.Pid, TrainerFile.Read(files.Trainer)!.Pid);
        Assert.Equal((0, 3), (finished.Deaths, finished.Splits.Count));
        Assert.Single(RunFiles.Events(run.Folder, "resumed"));
        Assert.Equal(Enumerable.Range(0, finished.EpochsDone), rig.Runs.Epochs(run.Id).Select(epoch => epoch.Epoch));
        // An epoch whose checkpoint was prevented by the kill is trained again, and may be the interrupted one.
        Assert.True(finished.EpochsDone >= going.EpochsDone - 1, $"{finished.EpochsDone} epochs, {going.EpochsDone} before");
    }

    [Fact]
    public async Task A_reboot_loses_nothing_of_the_queue()
    {
        Run first = await rig.LaunchAsync(epochs: 100_000), second = await rig.LaunchAsync(epochs: 1);
        await rig.UntilAsync(first.Id, r => r.EpochsDone > 1);
        await rig.StopAsync();
        TrainerFile trainer = TrainerFile.Read(new RunFolder(first.Folder).Trainer)!;
        Process.GetProcessById(trainer.Pid).Kill();
        while (trainer.IsAlive) await Task.Delay(20, Cancellation);
        (trainer with { BootId = "00000000-0000-0000-0000-000000000000" }).Write(new RunFolder(first.Folder).Trainer);

        await rig.StartAsync();
        // The interrupted run is first again.
        await rig.UntilAsync(first.Id, r => r.Status == RunStatus.Running && r.Progress?.Phase == "train");
        Assert.Equal(RunStatus.Queued, rig.Runs.Find(second.Id)!.Status);
        await rig.Control.FinishEarlyAsync(Actor.Owner("ada"), first.Id, Cancellation);

        await rig.UntilAsync(first.Id, RunStatus.Finished);
        await rig.UntilAsync(second.Id, RunStatus.Finished);
        Assert.Equal(2, rig.Runs.All.Count);
    }
}
