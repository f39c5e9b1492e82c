using System.Globalization;
using System.Text.Json.Nodes;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Retention;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Tests.Queue;

namespace Angioboard.Jobs.Tests.Retention;

/// <summary>What is removed from the folders of ended runs, and what never is.</summary>
public sealed class PruningTests(SharedStudy shared) : QueueTests(shared)
{
    private const int NoProcess = 999_999_999;

    private RunFolder files = null!;

    private protected override bool Starts => false;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        files = new RunFolder(Path.Combine(rig.Results, "old", "Train_1"));
        RunFiles.Copy(study.Run, files.Path);
    }

    private protected override QueueRig NewRig() => new(folder, study) { Executable = ScriptedTrainer.Waiting(folder) };

    [Fact]
    public async Task A_finished_run_keeps_its_best_and_last_checkpoints_and_unknown_files()
    {
        string[] before = Names();
        Plant("best-val_loss=9.000000.ckpt", "best-val_loss=0.000001.ckpt", $"last.ckpt.{NoProcess}.tmp",
            $"best-val_loss=0.500000.ckpt.{NoProcess}.tmp", $"evaluations/other/predictions.json.{NoProcess}.tmp");
        string[] unknown = ["best-mine.ckpt", "best-val_auc_ovr_macro=0.900000.ckpt", "notes.txt", $"notes.txt.{NoProcess}.tmp",
            "last.ckpt.tmp"], alive = [$"last.ckpt.{Environment.ProcessId}.tmp"];
        Plant([.. unknown, .. alive]);

        await SweepAsync(RunStatus.Finished);

        Assert.Equal(before.Concat(unknown).Concat(alive).Append("trainer.lock").Distinct().Order(StringComparer.Ordinal), Names());
    }

    [Fact]
    public async Task A_recently_written_file_may_belong_to_another_machine_and_stays()
    {
        Plant($"last.ckpt.{NoProcess}.tmp");
        File.SetLastWriteTimeUtc(Path.Combine(files.Path, $"last.ckpt.{NoProcess}.tmp"), DateTime.UtcNow.AddMinutes(-30));

        await SweepAsync(RunStatus.Finished);
        Assert.True(File.Exists(Path.Combine(files.Path, $"last.ckpt.{NoProcess}.tmp")));
        Age($"last.ckpt.{NoProcess}.tmp");
        rig.Get<Sweep>().Once(Cancellation);

        Assert.False(File.Exists(Path.Combine(files.Path, $"last.ckpt.{NoProcess}.tmp")));
    }

    [Fact]
    public async Task An_interrupted_run_also_keeps_the_best_as_of_its_last_checkpoint()
    {
        string first = Path.GetFileName(files.BestCheckpoint!);
        // As if killed after the best of a third epoch was written, but before last.ckpt was.
        File.WriteAllLines(files.Metrics, File.ReadAllLines(files.Metrics).Where(line => (string?)JsonNode.Parse(line)!["type"] == "epoch")
            .Append("""{"seq":99,"type":"epoch","epoch":2,"val_loss":0.25}"""));
        Plant("best-val_loss=0.250000.ckpt", "best-val_loss=9.000000.ckpt");

        await SweepAsync(RunStatus.Stopped);

        Assert.Equal(["best-val_loss=0.250000.ckpt", first], Names().Where(name => name.StartsWith("best-", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("no epochs")]
    [InlineData("no last")]
    [InlineData("no best")]
    public async Task If_it_is_in_doubt_which_best_counts_all_stay(string doubt)
    {
        Plant("best-val_loss=9.000000.ckpt", "best-val_loss=8.000000.ckpt");
        if (doubt == "no epochs") File.WriteAllText(files.Metrics, File.ReadLines(files.Metrics).Last() + "\n");
        if (doubt == "no last") File.Delete(files.LastCheckpoint);
        if (doubt == "no best")
            File.Delete(Directory.GetFiles(files.Path, "best-val_loss=*.ckpt")
                .Single(path => !path.Contains("=9.", StringComparison.Ordinal) && !path.Contains("=8.", StringComparison.Ordinal)));
        string[] before = Names();

        await SweepAsync(RunStatus.Finished);

        Assert.Equal(before, Names());
    }

    [Fact]
    public async Task Nothing_is_removed_from_a_folder_in_use()
    {
        Plant("best-val_loss=9.000000.ckpt");
        TrainerFile own = TrainerFile.Own(files.Path, "cpu", "ada", DateTimeOffset.UtcNow);
        // A trainer from a terminal that is not recorded in any file yet holds the lock.
        using (await RunLock.TakeAsync(files, TimeProvider.System, Cancellation))
        {
            await SweepAsync(RunStatus.Finished);
            Assert.True(File.Exists(Path.Combine(files.Path, "best-val_loss=9.000000.ckpt")));
            own.Write(files.Trainer);
        }
        rig.Get<Sweep>().Once(Cancellation);
        Assert.True(File.Exists(Path.Combine(files.Path, "best-val_loss=9.000000.ckpt")));

        (own with { StartTicks = own.StartTicks - 1 }).Write(files.Trainer);
        rig.Get<Sweep>().Once(Cancellation);

        Assert.False(File.Exists(Path.Combine(files.Path, "best-val_loss=9.000000.ckpt")));
    }

    [Fact]
    public async Task Nothing_is_removed_from_an_active_or_queued_run()
    {
        await rig.StartAsync();
        Run working = await rig.LaunchAsync(), waiting = await rig.LaunchAsync();
        await rig.UntilAsync(working.Id, RunStatus.Running);
        foreach (Run run in new[] { working, waiting })
        {
            files = new RunFolder(run.Folder);
            Plant("best-val_loss=9.000000.ckpt", "best-val_loss=8.000000.ckpt", $"last.ckpt.{NoProcess}.tmp");
        }

        rig.Get<Sweep>().Once(Cancellation);

        Assert.All(new[] { working, waiting }, run => Assert.Equal(3, Directory.GetFiles(run.Folder, "*.ckpt*").Length));
    }

    private async Task SweepAsync(RunStatus expected)
    {
        await rig.StartAsync();
        await rig.UntilAsync("old/Train_1", expected);
        rig.Get<Sweep>().Once(Cancellation);
    }

    private string[] Names() => [.. Directory.GetFiles(files.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private void Plant(params string[] names)
    {
        foreach (string name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(files.Path, name))!);
            File.WriteAllText(Path.Combine(files.Path, name), name);
            Age(name);
        }
    }

    private void Age(string name) =>
        File.SetLastWriteTimeUtc(Path.Combine(files.Path, name), DateTime.Parse("2026-01-01T00:00:00Z", CultureInfo.InvariantCulture));
}
