using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Tests.Runs;

namespace Angioboard.Jobs.Tests.Store;

/// <summary>Copies of a database while it is written to.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_copy_made_while_epochs_are_written_opens_and_has_all_earlier_writes()
    {
        string target = folder.File("copy", "angioboard.db");
        Directory.CreateDirectory(folder.File("copy"));
        using (Database database = Database.Open(folder.File("data")))
        {
            RunStore store = new(database, new RunFeed());
            Run run = RunStoreTests.Sample("demo/Train_1", 1);
            store.Add(run);
            using CancellationTokenSource stop = new();
            int written = 0;
            Task writing = Task.Run(
                () =>
                {
                    while (!stop.IsCancellationRequested)
                    {
                        store.AppendEpoch(run.Id, Epoch(written), r => r with { EpochsDone = written + 1 });
                        Interlocked.Increment(ref written);
                    }
                }, TestContext.Current.CancellationToken);
            SpinWait.SpinUntil(() => Volatile.Read(ref written) > 20);

            int before = Volatile.Read(ref written);
            database.Backup(target);
            int after = Volatile.Read(ref written) + 1;
            await stop.CancelAsync();
            await writing;

            using Database copy = Database.Open(folder.File("copy"));
            RunStore copied = new(copy, new RunFeed());
            Assert.InRange(copied.Find(run.Id)!.EpochsDone, before, after);
            Assert.InRange(copied.Epochs(run.Id).Count, before, after);
        }
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(target));
    }

    [Fact]
    public void An_existing_file_is_not_overwritten()
    {
        using Database database = Database.Open(folder.File("data"));
        File.WriteAllText(folder.File("precious"), "mine");

        InputException refused = Assert.Throws<InputException>(() => database.Backup(folder.File("precious")));

        Assert.Equal($"{folder.File("precious")}: already exists; choose another name", refused.Message);
        Assert.Equal("mine", File.ReadAllText(folder.File("precious")));
    }

    [Fact]
    public void A_long_log_is_merged_and_no_write_is_lost()
    {
        string data = folder.File("data"), log = Path.Combine(data, "angioboard-log.db");
        string reason = new('n', 500_000);
        using (Database database = Database.Open(data))
        {
            RunStore store = new(database, new RunFeed());
            foreach (int number in Enumerable.Range(1, 40))
            {
                store.Add(RunStoreTests.Sample($"demo/Train_{number}", number) with { Reason = reason });
                Assert.InRange(new FileInfo(log).Length, 0, 12 << 20);
            }
        }

        using Database again = Database.Open(data);
        Assert.Equal(40, new RunStore(again, new RunFeed()).All.Count(run => run.Reason == reason));
    }

    private static EpochRecord Epoch(int number) => new(number, new Dictionary<string, double?> { ["val_loss"] = 1.0 / (number + 1) });
}
