using Angioboard.Core;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Tests.Queue;

/// <summary>What becomes of runs whose folders are deleted, by us or by hand, or of which only the folders are left.</summary>
public sealed class RunShelfTests(SharedStudy study) : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private QueueRig rig = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        rig = new QueueRig(folder, study) { Executable = ScriptedTrainer.Waiting(folder) };
        await rig.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await rig.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_deleted_run_can_be_brought_back_and_its_number_is_not_given_again()
    {
        Run run = await rig.LaunchAsync();
        await Assert.ThrowsAsync<InputException>(() => rig.Control.DeleteAsync(run.Id, "ada", Cancellation));
        await FinishAsync(run);

        await rig.Control.DeleteAsync(run.Id, "ada", Cancellation);
        Run deleted = rig.Runs.Find(run.Id)!;
        Run next = await rig.LaunchAsync();
        await rig.Control.RestoreAsync(run.Id, "ada", Cancellation);
        Run restored = rig.Runs.Find(run.Id)!;

        Assert.NotNull(deleted.Trashed);
        Assert.Equal(Path.Combine(rig.Results, ".trash", "demo", "Train_1"), deleted.Folder);
        Assert.Equal("demo/Train_2", next.Id);
        Assert.Equal((null, run.Folder), (restored.Trashed, restored.Folder));
        Assert.True(File.Exists(Path.Combine(run.Folder, "settings.json")));
    }

    [Fact]
    public async Task Retention_takes_what_was_deleted_long_ago()
    {
        Run run = await rig.LaunchAsync(), kept = await rig.LaunchAsync();
        await FinishAsync(run);
        await FinishAsync(kept);
        await rig.Control.DeleteAsync(run.Id, "ada", Cancellation);
        await rig.Control.DeleteAsync(kept.Id, "ada", Cancellation);
        rig.Runs.Update(run.Id, r => r with { Trashed = DateTimeOffset.UtcNow.AddDays(-8) });

        rig.Get<Sweep>().Once(Cancellation);

        Assert.Equal([kept.Id], rig.Runs.All.Select(r => r.Id));
        Assert.False(Directory.Exists(Path.Combine(rig.Results, ".trash", "demo", "Train_1")) || File.Exists(run.Folder));
        Assert.True(Directory.Exists(rig.Runs.Find(kept.Id)!.Folder));
    }

    [Fact]
    public async Task A_folder_deleted_by_hand_is_missing_until_it_is_back()
    {
        Run run = await rig.LaunchAsync();
        await FinishAsync(run);

        Directory.Move(run.Folder, folder.File("aside"));
        Assert.True(rig.Control.Look(run.Id)!.Missing);
        Directory.Move(folder.File("aside"), run.Folder);

        Assert.False(rig.Control.Look(run.Id)!.Missing);
    }

    [Fact]
    public async Task A_lost_database_is_made_again_from_the_folders()
    {
        string results = Path.Combine(rig.Results, "old");
        Directory.CreateDirectory(results);
        await rig.StopAsync();
        CopyFolder(study.Run, Path.Combine(results, "Train_3"));
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
        await rig.UntilAsync(() => !rig.Get<Scheduler>().Works(run.Id));
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
