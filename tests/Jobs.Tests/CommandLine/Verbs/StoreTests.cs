using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Tests.Runs;

namespace Angioboard.Jobs.Tests.CommandLine.Verbs;

/// <summary>`backup` and `reindex` on a data folder with real runs. Other tests cover them beside a running dashboard.</summary>
public sealed class StoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string data, results;

    public StoreTests(SharedStudy study)
    {
        (data, results) = (folder.File("data"), folder.File("data", "results"));
        foreach (string place in new[] { Path.Combine("demo", "Train_1"), Path.Combine("demo", "Train_2"),
            Path.Combine(".trash", "demo", "Train_3") })
        {
            Directory.CreateDirectory(Path.Combine(results, place));
            foreach (string file in Directory.GetFiles(study.Run)) File.Copy(file, Path.Combine(results, place, Path.GetFileName(file)));
        }
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_readable_database_gives_its_notes_and_the_folders_give_the_rest()
    {
        using (Database database = Database.Open(data))
        {
            new DatasetStore(database).Put(new Dataset { Name = "hyperftype", Split = "s", Datadir = "d", ClassNames = ["x", "y"],
                Owner = "o", Registered = default });
            RunStore runs = new(database, new RunFeed());
            runs.Add(RunStoreTests.Sample("demo/Train_1", 7) with { Folder = Path.Combine(results, "demo", "Train_1"), Owner = "ada",
                Note = "the good one", Status = RunStatus.Failed });
            runs.Add(RunStoreTests.Sample("demo/Train_9", 8) with { Folder = Path.Combine(results, "demo", "Train_9"),
                Note = "deleted by hand" });
        }

        ProcessOutcome outcome = await Reindex();

        Assert.Contains("3 runs read from their folders, 1 of them with their names, notes and tags", outcome.Output,
            StringComparison.Ordinal);
        using Database again = Database.Open(data);
        RunStore found = new(again, new RunFeed());
        Run noted = found.Find("demo/Train_1")!;
        Assert.Equal((7, "ada", "the good one", RunStatus.Finished, 2),
            (noted.Key, noted.Owner, noted.Note, noted.Status, noted.EpochsDone));
        Assert.Equal(2, found.Epochs("demo/Train_1").Count);
        Assert.NotEmpty(noted.Splits);
        Assert.Equal(("deleted by hand", true), (found.Find("demo/Train_9")!.Note, found.Find("demo/Train_9")!.Missing));
        Assert.NotNull(found.Find("demo/Train_3")!.Trashed);
        Assert.Equal(4, found.All.Select(run => run.Key).Distinct().Count());
        Assert.NotNull(new DatasetStore(again).Find("hyperftype"));
        Assert.Single(Directory.GetFiles(data, "*.before-reindex"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_damaged_or_missing_database_is_rebuilt_from_the_folders(bool damaged)
    {
        if (damaged) File.WriteAllText(Path.Combine(data, "angioboard.db"), new string('x', 30_000));

        ProcessOutcome outcome = await Reindex();

        Assert.Contains("3 runs read from their folders", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(damaged, outcome.Output.Contains("The database could not be read", StringComparison.Ordinal));
        using Database again = Database.Open(data);
        Assert.Equal(["demo/Train_1", "demo/Train_2", "demo/Train_3"], new RunStore(again, new RunFeed()).All
            .Select(run => run.Id).Order());
        if (damaged) Assert.Equal(new string('x', 30_000), File.ReadAllText(Assert.Single(Directory.GetFiles(data, "*.before-reindex"))));
    }

    [Fact]
    public async Task Neither_is_done_if_it_makes_no_sense()
    {
        string none = Assert.Single((await AngioboardProcess.RunAsync(Environment, "backup", folder.File("copy"))).Refused());
        using Database held = Database.Open(data);

        string running = Assert.Single((await AngioboardProcess.RunAsync(Environment, "reindex")).Refused());
        string locked = Assert.Single((await AngioboardProcess.RunAsync(Environment, "backup", folder.File("copy"))).Refused());

        Assert.Contains("holds no database to copy", none, StringComparison.Ordinal);
        Assert.Contains("another dashboard runs on this data folder", running, StringComparison.Ordinal);
        Assert.Contains("another dashboard runs on this data folder", locked, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("copy")));
    }

    [Fact]
    public async Task Without_a_dashboard_the_copy_is_made_by_the_command_itself()
    {
        using (Database database = Database.Open(data)) new RunStore(database, new RunFeed()).Add(RunStoreTests.Sample("demo/Train_1", 1));
        Directory.CreateDirectory(folder.File("copy"));

        ProcessOutcome outcome = (await AngioboardProcess.RunAsync(Environment, "backup", folder.File("copy", "angioboard.db"))).Done();

        Assert.Equal(folder.File("copy", "angioboard.db"), outcome.Result);
        using Database copy = Database.Open(folder.File("copy"));
        Assert.NotNull(new RunStore(copy, new RunFeed()).Find("demo/Train_1"));
    }

    private Dictionary<string, string> Environment => new() { [DataFolder.Variable] = data };

    private async Task<ProcessOutcome> Reindex() => (await AngioboardProcess.RunAsync(Environment, "reindex")).Done();
}
