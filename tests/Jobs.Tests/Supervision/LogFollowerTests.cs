using System.Text;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Supervision;
using Angioboard.Jobs.Tests.Runs;

namespace Angioboard.Jobs.Tests.Supervision;

public sealed class LogFollowerTests
{
    private const int All = 40;

    [Fact]
    public void Epochs_that_overwrite_foreign_lines_in_the_log_are_in_the_run_at_its_end()
    {
        using TemporaryFolder folder = new();
        using Database database = Database.Open(folder.File("data"));
        RunFeed feed = new();
        RunStore store = new(database, feed);
        Run run = RunStoreTests.Sample("demo/Train_1", 1) with { Folder = Directory.CreateDirectory(folder.File("run")).FullName };
        store.Add(run);
        LogFollower log = new(run, store, feed, TimeProvider.System);
        using FileStream trainer =
            new(Path.Combine(run.Folder, "metrics.jsonl"), FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite);
        for (int epoch = 0; epoch < All / 2; epoch++) Write(epoch);
        File.AppendAllText(trainer.Name, new string('[', 500) + "\n");
        log.Read();
        for (int epoch = All / 2; epoch < All; epoch++) Write(epoch);

        log.ReadLast();

        Assert.Equal(All, store.Find(run.Id)!.EpochsDone);
        Assert.Equal(Enumerable.Range(0, All), store.Epochs(run.Id).Select(epoch => epoch.Epoch));

        // A trainer knows where its own log ends and continues there.
        void Write(int epoch)
        {
            trainer.Write(Encoding.UTF8.GetBytes($$"""{"type":"epoch","epoch":{{epoch}},"val_loss":0.5}""" + "\n"));
            trainer.Flush();
        }
    }
}
