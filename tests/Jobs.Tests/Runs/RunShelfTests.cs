using Angioboard.Core;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Retention;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Tests.Queue;

namespace Angioboard.Jobs.Tests.Runs;

/// <summary>Runs whose folders are deleted, by the dashboard or by hand, and runs of which only the folders are left.</summary>
public sealed class RunShelfTests(SharedStudy shared) : QueueTests(shared)
{
    private protected override QueueRig NewRig() => new(folder, study) { Executable = ScriptedTrainer.Waiting(folder) };

    [Fact]
    public async Task A_deleted_run_can_be_restored_and_its_number_is_not_used_again()
    {
        Run run = await rig.LaunchAsync();
        await Assert.ThrowsAsync<InputException>(() => rig.Control.DeleteAsync(Actor.Owner("ada"), run.Id, Cancellation));
        await FinishAsync(run);

        await rig.Control.DeleteAsync(Actor.Owner("ada"), run.Id, Cancellation);
        Run deleted = rig.Runs.Find(run.Id)!;
        Run next = await rig.LaunchAsync();
        await rig.Control.RestoreAsync(Actor.Owner("ada"), run.Id, Cancellation);
        Run restored = rig.Runs.Find(run.Id)!;
        InputException twice = await Assert.ThrowsAsync<InputException>(
            () => rig.Control.RestoreAsync(Actor.Owner("ada"), run.Id, Cancellation));

        Assert.EndsWith("is not in the trash, so there is nothing to restore", twice.Message, StringComparison.Ordinal);
        Assert.NotNull(deleted.Trashed);
        Assert.Equal(Path.Combine(rig.Results, ".trash", "demo", "Train_1"), deleted.Folder);
        Assert.Equal("demo/Train_2", next.Id);
        Assert.Equal((null, run.Folder), (restored.Trashed, restored.Folder));
        Assert.True(File.Exists(Path.Combine(run.Folder, "settings.json")));
    }

    [Fact]
    public async Task Retention_removes_what_was_deleted_long_ago()
    {
        Run run = await rig.LaunchAsync(), kept = await rig.LaunchAsync();
        await FinishAsync(run);
        await FinishAsync(kept);
        await rig.Control.DeleteAsync(Actor.Owner("ada"), run.Id, Cancellation);
        await rig.Control.DeleteAsync(Actor.Owner("ada"), kept.Id, Cancellation);
        rig.Runs.Update(run.Id, r => r with { Trashed = DateTimeOffset.UtcNow.AddDays(-8) });

        rig.Get<Sweep>().Once(Cancellation);

        Assert.Equal([kept.Id], rig.Runs.All.Select(r => r.Id));
        Assert.False(Directory.Exists(Path.Combine(rig.Results, ".trash", "demo", "Train_1")) || File.Exists(run.Folder));
        Assert.True(Directory.Exists(rig.Runs.Find(kept.Id)!.Folder));
    }

    [Fact]
    public async Task Interrupted_deletions_and_restores_are_completed_at_the_next_start()
    {
        Run[] all = [await rig.LaunchAsync(), await rig.LaunchAsync(), await rig.LaunchAsync()];
        foreach (Run run in all) await FinishAsync(run);
        foreach (Run run in all[1..]) await rig.Control.DeleteAsync(Actor.Owner("ada"), run.Id, Cancellation);
        string Deleted(Run run) => Path.Combine(rig.Results, ".trash", "demo", run.Train);
        await rig.StopAsync();
        // Killed when a folder had only been moved to the trash; when one was moved back but not saved; when only the file in its place was
        // removed.
        Directory.Move(all[0].Folder, Deleted(all[0]));
        File.Delete(all[1].Folder);
        Directory.Move(Deleted(all[1]), all[1].Folder);
        File.Delete(all[2].Folder);

        await rig.StartAsync();
        await rig.UntilAsync(() => rig.Runs.Find(all[0].Id)!.Trashed is not null);
        Run next = await rig.LaunchAsync();
        Run[] mended = [.. all.Select(run => rig.Runs.Find(run.Id)!)];
        await rig.Control.RestoreAsync(Actor.Owner("ada"), all[0].Id, Cancellation);

        Assert.Equal([true, false, true], mended.Select(run => run.Trashed is not null));
        Assert.Equal([Deleted(all[0]), all[1].Folder, Deleted(all[2])], mended.Select(run => run.Folder));
        Assert.Equal("demo/Train_4", next.Id);
        Assert.True(File.Exists(all[2].Folder) && File.Exists(Path.Combine(all[0].Folder, "settings.json")));
    }

    [Fact]
    public async Task Runs_in_the_trash_are_in_a_rebuilt_database()
    {
        Run run = await rig.LaunchAsync();
        await FinishAsync(run);
        await rig.Control.DeleteAsync(Actor.Owner("ada"), run.Id, Cancellation);
        await rig.StopAsync();
        Directory.Delete(rig.DataFolder, recursive: true);

        await rig.StartAsync();
        await rig.UntilAsync(run.Id, found => found.Trashed is not null);
        await rig.Control.RestoreAsync(Actor.Owner("ada"), run.Id, Cancellation);

        Assert.True(File.Exists(Path.Combine(run.Folder, "settings.json")));
        Assert.Equal(run.Folder, rig.Runs.Find(run.Id)!.Folder);
    }

    [Fact]
    public async Task A_run_that_was_deleted_after_its_folder_was_gone_can_be_restored_too()
    {
        Run run = await rig.LaunchAsync();
        await FinishAsync(run);
        Directory.Delete(run.Folder, recursive: true);
        await rig.Control.DeleteAsync(Actor.Owner("ada"), run.Id, Cancellation);

        await rig.Control.RestoreAsync(Actor.Owner("ada"), run.Id, Cancellation);

        Assert.Equal((null, true, run.Folder),
            (rig.Runs.Find(run.Id)!.Trashed, rig.Runs.Find(run.Id)!.Missing, rig.Runs.Find(run.Id)!.Folder));
    }

    [Fact]
    public async Task The_trash_has_a_size_and_can_be_emptied_unless_its_disk_is_missing()
    {
        Run run = await rig.LaunchAsync(), kept = await rig.LaunchAsync();
        await FinishAsync(run);
        await FinishAsync(kept);
        File.WriteAllBytes(Path.Combine(run.Folder, "large"), new byte[1_000_000]);
        await rig.Control.DeleteAsync(Actor.Owner("ada"), run.Id, Cancellation);
        RunTrash trash = rig.Get<RunTrash>();
        DateTimeOffset deleted = rig.Runs.Find(run.Id)!.Trashed!.Value;

        TrashContents contents = trash.Measure();
        Directory.Move(rig.Results, folder.File("away"));
        InputException refused = await Assert.ThrowsAsync<InputException>(() => trash.EmptyAsync(Actor.Owner("ada"), Cancellation));
        Directory.Move(folder.File("away"), rig.Results);
        await trash.EmptyAsync(Actor.Owner("ada"), Cancellation);

        Assert.Equal((1, deleted.AddDays(7)), (contents.Runs, contents.Next));
        Assert.InRange(contents.Bytes, 1_000_000, 1_100_000);
        Assert.Contains("is not there", Assert.Single(refused.Problems), StringComparison.Ordinal);
        Assert.Equal([kept.Id], rig.Runs.All.Select(r => r.Id));
        Assert.False(File.Exists(run.Folder) || Directory.Exists(Path.Combine(rig.Results, ".trash", "demo", "Train_1")));
        Assert.Equal(new TrashContents(0, 0, null), trash.Measure());
    }

    [Fact]
    public async Task A_folder_deleted_by_hand_is_missing_until_it_is_back()
    {
        Run run = await rig.LaunchAsync();
        await FinishAsync(run);

        Directory.Move(run.Folder, folder.File("aside"));
        rig.Get<Sweep>().Once(Cancellation);
        Assert.True(rig.Runs.Find(run.Id)!.Missing);
        Directory.Move(folder.File("aside"), run.Folder);
        rig.Get<Sweep>().Once(Cancellation);

        Assert.False(rig.Runs.Find(run.Id)!.Missing);
    }

    [Fact]
    public async Task A_lost_database_is_rebuilt_from_the_folders()
    {
        string results = Path.Combine(rig.Results, "old");
        Directory.CreateDirectory(results);
        await rig.StopAsync();
        RunFiles.Copy(study.Run, Path.Combine(results, "Train_3"));
        Directory.CreateDirectory(Path.Combine(results, "Train_4"));

        await rig.StartAsync();
        Run run = await rig.UntilAsync("old/Train_3", RunStatus.Finished);
        Run broken = await rig.UntilAsync("old/Train_4", RunStatus.Failed);

        Assert.Equal((2, 3), (run.EpochsDone, run.Splits.Count));
        Assert.Equal(2, rig.Runs.Epochs(run.Id).Count);
        Assert.True(broken.Missing);
        Assert.Contains("settings.json", broken.Reason, StringComparison.Ordinal);
    }

    private async Task FinishAsync(Run run)
    {
        File.WriteAllText(Path.Combine(run.Folder, "go"), "");
        await rig.UntilAsync(run.Id, RunStatus.Finished);
        await rig.UntilReleasedAsync(run.Id);
    }
}
