using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;

namespace Angioboard.Core.Tests.RunFolders;

public sealed class RunFolderTests
{
    [Fact]
    public void The_next_number_is_one_more_than_the_largest()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(Path.Combine(folder.Path, "Train_2"));
        Directory.CreateDirectory(Path.Combine(folder.Path, "Train_9"));
        Directory.CreateDirectory(Path.Combine(folder.Path, "Train_x"));

        RunFolder run = RunFolder.Create(folder.Path);

        Assert.Equal("Train_10", run.Name);
        Assert.True(Directory.Exists(run.Path));
    }

    [Fact]
    public void Concurrent_launches_get_separate_folders()
    {
        using TemporaryFolder folder = new();
        string[] names = new string[40];

        Parallel.For(0, names.Length, i => names[i] = RunFolder.Create(folder.Path).Name);

        Assert.Equal(Enumerable.Range(1, 40).Select(n => $"Train_{n}").Order(), names.Order());
        Assert.Equal(40, Directory.GetFileSystemEntries(folder.Path).Length);
    }

    [Fact]
    public void Only_files_that_trainers_write_are_removed()
    {
        using TemporaryFolder folder = new();
        string[] kept = ["best-mine.ckpt", "best-val_auc=0.500000.ckpt", "best-val_loss=0.100000.ckpt", "finish.request.7.tmp", "last.ckpt",
            "notes.tmp"];
        foreach (string name in kept.Concat(["best-val_loss=0.200000.ckpt", "last.ckpt.123.tmp"])) File.WriteAllText(folder.File(name), "");
        RunFolder run = new(folder.Path);

        run.KeepBest(CheckpointMetric.MinLoss, 0.1);
        run.DropHalves();

        Assert.Equal(kept, Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named_with_a_remedy()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "file");
        File.WriteAllText(file, "");

        InputException error = Assert.Throws<InputException>(() => RunFolder.Create(Path.Combine(file, "results")));

        Assert.Contains("choose another output folder", error.Message, StringComparison.Ordinal);
    }
}
