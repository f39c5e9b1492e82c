using System.Diagnostics;
using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Tests.Runs;
using Angioboard.Jobs.Tests.Users;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Tests.Troubles;

/// <summary>The database on a disk that fills up and gets space again.</summary>
public sealed class FullDatabaseTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private static readonly Actor Root = Actor.Owner("root");

    private readonly TemporaryFolder folder = new();
    private readonly SmallDisk disk;
    private Database database;

    public FullDatabaseTests()
    {
        disk = new SmallDisk(folder.File("data"), 16_384);
        database = Database.Open(disk.Path);
    }

    public void Dispose()
    {
        database.Dispose();
        disk.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task After_a_full_disk_writes_succeed_again_without_a_restart()
    {
        UserStore users = People.Of(database, folder.File("audit"));
        users.Add(Root, User("ada"));
        disk.Fill();

        InputException failed =
            await FailsAsync(() =>
                users.Change(Root, "ada", user => user with { Role = user.Role == Roles.Viewer ? Roles.Researcher : Roles.Viewer }));
        InputException refused = Assert.Throws<DatabaseTroubleException>(() => users.Add(Root, User("eve")));
        Assert.Equal(
            "The database cannot be written: the disk is full. Until that is over nothing can be changed; training continues, and the "
                + "dashboard recovers by itself.", refused.Message);
        Assert.StartsWith("This may not have been saved. ", failed.Message, StringComparison.Ordinal);
        Assert.Equal("the disk is full", database.Check()!.Reason);
        Assert.Equal("ada", Assert.Single(users.All()).Name);
        disk.Free();
        await WrittenAsync();

        users.Add(Root, User("bob"));
        Assert.Equal(["ada", "bob"], Reopened().Select(user => user.Name));
    }

    [Fact]
    public async Task A_change_that_was_not_written_has_no_effect()
    {
        UserStore users = People.Of(database, folder.File("audit"));
        RunStore runs = new(database, new RunFeed());
        DatasetStore datasets = new(database);
        RunViews views = new(database, users.Rights);
        users.Add(Root, User("ada"));
        runs.Add(RunStoreTests.Sample("demo/Train_1", 1));
        disk.Fill();
        await FailsAsync(() => datasets.Put(Dataset(new string('x', 200_000))));

        Assert.Throws<DatabaseTroubleException>(() => users.Change(Root, "ada", user => user with { Disabled = true }));
        Assert.Throws<DatabaseTroubleException>(() => users.Add(Root, User("eve")));
        Assert.Throws<DatabaseTroubleException>(() => runs.Update("demo/Train_1", run => run with { Note = "lost" }));
        Assert.Throws<DatabaseTroubleException>(() =>
            runs.AppendEpoch("demo/Train_1", new EpochRecord(0, new Dictionary<string, double?>()), run => run with { EpochsDone = 1 }));
        Assert.Throws<DatabaseTroubleException>(() => runs.Remove("demo/Train_1"));
        Assert.Throws<DatabaseTroubleException>(() => runs.Add(RunStoreTests.Sample("demo/Train_2", 2)));
        Assert.Throws<DatabaseTroubleException>(() => views.Put(Root, "mine", "?"));

        // Reads give what was there before.
        Assert.False(users.Find("ada")!.Disabled);
        Assert.Null(users.Find("eve"));
        Assert.Equal(("demo/Train_1", "", 0),
            (Assert.Single(runs.All).Id, runs.Find("demo/Train_1")!.Note, runs.Find("demo/Train_1")!.EpochsDone));
        Assert.Empty(runs.Epochs("demo/Train_1"));
        Assert.Empty(views.Of(Root.Name));
        disk.Free();
        await WrittenAsync();
        Assert.False(users.Find("ada")!.Disabled);
        Assert.Equal("ada", Assert.Single(Reopened()).Name);
    }

    [Fact]
    public async Task However_often_the_disk_fills_up_confirmed_writes_are_kept_and_memory_equals_the_file()
    {
        Random random = new(1);
        RunStore runs = new(database, new RunFeed());
        Dictionary<string, string> acknowledged = [];
        for (int number = 1; number <= 8; number++) runs.Add(RunStoreTests.Sample($"demo/Train_{number}", runs.NextKey()));
        int failed = 0;
        for (int round = 0; round < 20; round++)
        {
            disk.Fill(random.Next(200_000));
            for (int i = 0; i < 12; i++)
            {
                string id = $"demo/Train_{1 + random.Next(9)}", note = $"{round} {i} {new string('n', random.Next(9000))}";
                try
                {
                    if (runs.Find(id) is null) runs.Add(RunStoreTests.Sample(id, runs.NextKey()) with { Note = note });
                    else runs.Update(id, run => run with { Note = note });
                    acknowledged[id] = note;
                }
                catch (DatabaseTroubleException)
                {
                    // With or without the write: the file decides, below.
                    if (database.Trouble is not null && acknowledged.TryGetValue(id, out string? before))
                        Assert.Equal(before, runs.Find(id)!.Note);
                    acknowledged.Remove(id);
                    failed++;
                    break;
                }
            }
            disk.Free();
            await WrittenAsync();
            foreach ((string id, string note) in acknowledged) Assert.Equal(note, runs.Find(id)!.Note);
            foreach (Run run in runs.All) acknowledged[run.Id] = run.Note;
        }

        Assert.InRange(failed, 5, 20);
        database.Dispose();
        database = Database.Open(disk.Path);
        Assert.Equal(acknowledged.OrderBy(run => run.Key), new RunStore(database, new RunFeed()).All
            .Select(run => KeyValuePair.Create(run.Id, run.Note)).OrderBy(run => run.Key));
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_again_is_reported_once()
    {
        List<string> lost = [];
        database.Lost += reason =>
        {
            lock (lost) lost.Add(reason);
        };
        UserStore users = People.Of(database, folder.File("audit"));
        users.Add(Root, User("ada"));
        disk.Fill();
        File.WriteAllBytes(Path.Combine(disk.Path, "angioboard.db"), new byte[8192]);

        await FailsAsync(() =>
            users.Change(Root, "ada", user => user with { Role = user.Role == Roles.Viewer ? Roles.Researcher : Roles.Viewer }));

        await UntilAsync(() =>
        {
            lock (lost) return lost.Count > 0;
        });
        Assert.Equal("it is no database of Angioboard's", Assert.Single(lost));
        Assert.False(database.Trouble!.Readable);
        Assert.NotNull(users.Find("ada"));
    }

    // LiteDB still writes what fits into its existing pages.
    private async Task<InputException> FailsAsync(Action write)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (waited.Elapsed < Limit)
        {
            try
            {
                write();
            }
            catch (DatabaseTroubleException e)
            {
                return e;
            }
            await Task.Yield();
        }
        throw new InvalidOperationException("it was written to a full disk");
    }

    private Task WrittenAsync() =>
        UntilAsync(() => database.Trouble is null,
            () => $"the database is in trouble: {database.Trouble}, "
                + $"{string.Join(' ', new DirectoryInfo(disk.Path).GetFiles().Select(file => $"{file.Name} {file.Length}"))}");

    private static async Task UntilAsync(Func<bool> condition, Func<string>? describe = null)
    {
        for (Stopwatch waited = Stopwatch.StartNew(); !condition(); await Task.Delay(20, TestContext.Current.CancellationToken))
            Assert.True(waited.Elapsed < Limit, describe?.Invoke() ?? "it did not happen");
    }

    private IReadOnlyList<User> Reopened()
    {
        database.Dispose();
        database = Database.Open(disk.Path);
        return People.Of(database, folder.File("audit")).All();
    }

    private static User User(string name) => new() { Name = name, Role = Roles.Viewer };

    private static Dataset Dataset(string name) =>
        new() { Name = "d", Split = name, Datadir = "d", ClassNames = ["a", "b"], Owner = "o", Registered = default };
}
