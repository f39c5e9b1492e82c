using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;

namespace Angioboard.Jobs.Tests.Runs;

public sealed class RunStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_and_its_epochs_survive_reopening()
    {
        Run run = Sample("demo/Train_1", 1) with { Name = "Ärztin <b>", Tags = ["a", "b"], Sparkline = [1, null, 0.5],
            Best = new Dictionary<string, BestValue> { ["val_loss"] = new(0.25, 3) } };
        using (Database database = Database.Open(folder.Path))
        {
            RunStore store = new(database, new RunFeed());
            store.Add(run);
            store.AppendEpoch(run.Id, Epoch(0, 0.5), r => r with { EpochsDone = 1 });
            store.AppendEpoch(run.Id, Epoch(1, null), r => r with { EpochsDone = 2, LogPosition = 99 });
        }

        using Database reopened = Database.Open(folder.Path);
        RunStore again = new(reopened, new RunFeed());
        Run found = again.Find(run.Id)!;

        Assert.Equivalent(run with { EpochsDone = 2, LogPosition = 99 }, found);
        Assert.Equal([0.5, null], again.Epochs(run.Id).Select(epoch => epoch.Values["val_loss"]));
        Assert.Equal(2, again.NextKey());
    }

    [Fact]
    public void Experiments_whose_names_differ_in_case_only_keep_their_own_runs()
    {
        using (Database database = Database.Open(folder.Path))
        {
            RunStore store = new(database, new RunFeed());
            store.Add(Sample("demo/Train_1", 1) with { Note = "of demo" });
            store.Add(Sample("Demo/Train_1", 2) with { Note = "of Demo" });
        }

        using Database reopened = Database.Open(folder.Path);
        RunStore again = new(reopened, new RunFeed());

        Assert.Equal("of demo", again.Find("demo/Train_1")?.Note);
        Assert.Equal("of Demo", again.Find("Demo/Train_1")?.Note);
    }

    [Fact]
    public void An_epoch_written_twice_counts_once_and_runs_do_not_share_epochs()
    {
        using Database database = Database.Open(folder.Path);
        RunStore store = new(database, new RunFeed());
        store.Add(Sample("demo/Train_1", 1));
        store.Add(Sample("demo/Train_2", 2));

        store.AppendEpoch("demo/Train_1", Epoch(0, 1), r => r);
        store.AppendEpoch("demo/Train_2", Epoch(0, 2), r => r);
        store.AppendEpoch("demo/Train_1", Epoch(0, 3), r => r);
        store.AppendEpoch("demo/Train_1", Epoch(1, 4), r => r);
        store.RemoveEpochs("demo/Train_1", 1);

        Assert.Equal([3.0], store.Epochs("demo/Train_1").Select(epoch => epoch.Values["val_loss"]!.Value));
        Assert.Equal([2.0], store.Epochs("demo/Train_2").Select(epoch => epoch.Values["val_loss"]!.Value));
    }

    [Fact]
    public void Every_listener_gets_changes_until_it_unsubscribes()
    {
        using Database database = Database.Open(folder.Path);
        RunFeed feed = new();
        RunStore store = new(database, feed);
        List<RunChangeKind> heard = [];
        IDisposable watching = feed.Subscribe(change => heard.Add(change.Kind));

        store.Add(Sample("demo/Train_1", 1));
        store.Update("demo/Train_1", run => run with { Status = RunStatus.Running });
        store.Update("demo/Train_1", run => run);
        store.AppendEpoch("demo/Train_1", Epoch(0, 1), r => r);
        watching.Dispose();
        store.Remove("demo/Train_1");

        Assert.Equal([RunChangeKind.Added, RunChangeKind.Changed, RunChangeKind.Epoch], heard);
        Assert.Null(store.Find("demo/Train_1"));
        Assert.Empty(store.All);
    }

    [Fact]
    public async Task Writers_on_many_threads_lose_nothing()
    {
        using Database database = Database.Open(folder.Path);
        RunStore store = new(database, new RunFeed());
        store.Add(Sample("demo/Train_1", 1));

        await Parallel.ForAsync(0, 200, TestContext.Current.CancellationToken, (i, _) =>
        {
            store.AppendEpoch("demo/Train_1", Epoch(i, i), run => run with { EpochsDone = run.EpochsDone + 1 });
            return ValueTask.CompletedTask;
        });

        Assert.Equal(200, store.Find("demo/Train_1")!.EpochsDone);
        Assert.Equal(Enumerable.Range(0, 200), store.Epochs("demo/Train_1").Select(epoch => epoch.Epoch));
    }

    internal static Run Sample(string id, int key) => new()
    {
        Id = id,
        Key = key,
        Folder = $"/results/{id}",
        Owner = "ada",
        Settings = SettingsRules.Resolve(new RunSettings { Backbone = TinyModel.Backbone }),
        SettingsHash = "0",
        Created = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
    };

    private static EpochRecord Epoch(int number, double? loss) =>
        new(number, new Dictionary<string, double?> { ["val_loss"] = loss, ["lr"] = 1e-4 });
}
