using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Hygiene;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Datasets.Sealing;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Seals;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Tests.Users;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Tests.Seals;

public sealed class SealTests : IDisposable
{
    private static readonly Actor ada = Actor.Owner("ada");

    private readonly TemporaryFolder folder = new();
    private readonly RunFeed feed = new();
    private readonly Database database;
    private readonly DatasetStore datasets;
    private readonly DatasetRegistration registration;
    private readonly DatasetEdits edits;
    private readonly RunStore runs;
    private readonly DatasetSealing sealing;
    private readonly RunReveals reveals;

    public SealTests()
    {
        database = Database.Open(folder.File("data"));
        datasets = new DatasetStore(database);
        DatasetVersions versions = new(database);
        Rights rights = People.Of(database, folder.File("data")).Rights;
        AuditLog audit = new(new AngioboardOptions { DataFolder = folder.File("data") }, TimeProvider.System);
        string files = Directory.CreateDirectory(folder.File("files")).FullName;
        DataRoots roots = new(new AngioboardOptions { DataFolder = folder.File("data"), DataRoots = [files] }, database, rights,
            TimeProvider.System);
        DatasetCatalog catalog = new(database, datasets, roots);
        registration = new DatasetRegistration(database, datasets, catalog,
            new HygieneStore(new AngioboardOptions { DataFolder = folder.File("data") }, datasets), roots, rights, TimeProvider.System);
        runs = new RunStore(database, feed);
        sealing = new DatasetSealing(datasets, versions, registration, runs, rights, audit, TimeProvider.System);
        reveals = new RunReveals(runs, rights, TimeProvider.System);
        ExamRemarks remarks = new(database, datasets, catalog, rights, TimeProvider.System);
        edits = new DatasetEdits(datasets, versions, registration, remarks, roots, runs, rights, TimeProvider.System);
        foreach (string name in new[] { "eyes", "open" })
        {
            File.WriteAllText(SplitOf(name), "{}");
            datasets.Put(Registered(name, SplitOf(name)));
        }
    }

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void The_store_returns_and_announces_runs_without_figures_of_a_sealed_split()
    {
        Add("e/Train_1", "eyes");
        List<Run?> announced = [];
        using IDisposable subscription = feed.Subscribe(change => announced.Add(change.Run));

        sealing.Seal(ada, "eyes");
        runs.Update("e/Train_1", run => run with { EpochsDone = 3 });

        Assert.Equal(["validation", "open: test"], runs.Find("e/Train_1")!.Splits.Keys);
        Assert.Equal(["validation", "open: test"], Assert.Single(runs.All).Splits.Keys);
        Assert.Equal(2, announced.Count);
        Assert.All(announced, run => Assert.DoesNotContain("test", run!.Splits.Keys));
        // What is hidden is kept.
        Assert.Equal(["validation", "test", "open: test"], database.Collection<Run>("runs").Find("e/Train_1")!.Splits.Keys);
        Assert.DoesNotContain("test", new RunStore(database, feed).Find("e/Train_1")!.Splits.Keys);
    }

    [Fact]
    public void The_seal_of_a_split_file_hides_figures_of_runs_that_train_on_a_part_of_it()
    {
        Add("e/Train_1", "open");
        runs.Update("e/Train_1", run => run with { Dataset = null, WholeSplit = SplitOf("eyes") });
        sealing.Seal(ada, "eyes");

        Assert.Equal(["validation", "open: test"], runs.Find("e/Train_1")!.Splits.Keys);
        Assert.NotNull(TestSealFile.Closed(FolderOf("e/Train_1")));
    }

    [Fact]
    public void A_run_that_lacks_figures_cannot_take_the_place_of_the_whole_one()
    {
        Add("e/Train_1", "eyes");
        sealing.Seal(ada, "eyes");
        Run hidden = runs.Find("e/Train_1")!;

        Assert.Throws<InvalidOperationException>(() => runs.Update("e/Train_1", _ => hidden with { Note = "lost" }));

        Assert.Contains("test", database.Collection<Run>("runs").Find("e/Train_1")!.Splits.Keys);
    }

    [Fact]
    public void A_reveal_shows_one_run_and_is_counted_in_its_folder()
    {
        foreach (int n in Enumerable.Range(1, 3)) Add($"e/Train_{n}", "eyes");
        sealing.Seal(ada, "eyes");

        reveals.Reveal(ada, "e/Train_2", null, "  first\nlook ");
        reveals.Reveal(ada, "e/Train_1", null, "final model");

        Assert.Contains("test", runs.Find("e/Train_1")!.Splits.Keys);
        Assert.DoesNotContain("test", runs.Find("e/Train_3")!.Splits.Keys);
        TestReveal kept = Assert.Single(TestSealFile.Find(FolderOf("e/Train_1"))!.Reveals);
        Assert.Equal(("ada", "final model", 2), (kept.By, kept.Reason, kept.Number));
        Assert.NotNull(TestSealFile.Closed(FolderOf("e/Train_3")));
        Assert.Equal(["first look", "final model"], runs.Seals.Find("eyes")!.Reveals.Select(reveal => reveal.Reason));
        // Once is enough.
        Assert.Contains("not sealed",
            Assert.Throws<InputException>(() => reveals.Reveal(ada, "e/Train_1", null, "again")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reveals_at_the_same_time_are_counted_once_each()
    {
        string[] ids = [.. Enumerable.Range(1, 8).Select(n => $"e/Train_{n}")];
        foreach (string id in ids) Add(id, "eyes");
        sealing.Seal(ada, "eyes");

        await Task.WhenAll(ids.Concat(ids).Select(id => Task.Run(() =>
        {
            try
            {
                reveals.Reveal(ada, id, null, "final model");
            }
            catch (InputException)
            {
                // The other one was first.
            }
        })));

        Assert.Equal(Enumerable.Range(1, 8), runs.Seals.Find("eyes")!.Reveals.Select(reveal => reveal.Number));
        Assert.Equal(ids, runs.Seals.Find("eyes")!.Reveals.Select(reveal => reveal.Run).Order());
        Assert.All(ids, id => Assert.Single(runs.Find(id)!.Seals[""].Reveals));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n ")]
    [InlineData("ok")]
    public void A_reveal_takes_a_reason(string reason)
    {
        Add("e/Train_1", "eyes");
        sealing.Seal(ada, "eyes");

        Assert.Throws<InputException>(() => reveals.Reveal(ada, "e/Train_1", null, reason));
        Assert.Throws<InputException>(() => reveals.Reveal(ada, "e/Train_1", null, new string('x', 201)));
        Assert.Throws<InputException>(() => sealing.Unseal(ada, "eyes", reason));

        Assert.NotNull(runs.Find("e/Train_1")!.Hidden.Own);
    }

    [Fact]
    public void Unsealing_shows_everything_and_a_new_seal_hides_it_again()
    {
        Add("e/Train_1", "eyes");
        Add("e/Train_2", "eyes");
        sealing.Seal(ada, "eyes");
        reveals.Reveal(ada, "e/Train_1", null, "final model");

        sealing.Unseal(ada, "eyes", "published");
        Assert.All(runs.All, run => Assert.Contains("test", run.Splits.Keys));
        Assert.Equal("published", TestSealFile.Find(FolderOf("e/Train_2"))!.Unsealed!.Reason);
        sealing.Seal(ada, "eyes");

        Assert.All(runs.All, run => Assert.DoesNotContain("test", run.Splits.Keys));
        reveals.Reveal(ada, "e/Train_2", null, "second study");
        Assert.Equal(2, runs.Find("e/Train_2")!.Seals[""].Reveals[^1].Number);
    }

    [Fact]
    public void A_dataset_stays_sealed_under_another_name_off_the_list_and_registered_twice()
    {
        Add("e/Train_1", "eyes");
        sealing.Seal(ada, "eyes");

        Rename("eyes", "retina");
        Assert.NotNull(runs.Find("e/Train_1")!.Hidden.Own);
        Assert.Equal("retina", sealing.Of(datasets.Find("retina")!)!.Dataset);
        datasets.Put(Registered("copy", SplitOf("eyes")));
        Add("e/Train_2", "copy", SplitOf("eyes"));
        Assert.NotNull(runs.Find("e/Train_2")!.Hidden.Own);
        registration.Remove(ada, "retina");

        Assert.NotNull(runs.Find("e/Train_1")!.Hidden.Own);
        reveals.Reveal(ada, "e/Train_1", null, "final model");
        Assert.Null(runs.Find("e/Train_1")!.Hidden.Own);
    }

    [Fact]
    public void Figures_on_another_dataset_are_hidden_by_that_datasets_seal()
    {
        Add("e/Train_1", "eyes");
        sealing.Seal(ada, "open");
        Assert.Equal(["validation", "test"], runs.Find("e/Train_1")!.Splits.Keys);
        Assert.NotNull(TestSealFile.Closed(new RunFolder(Path.Combine(FolderOf("e/Train_1").Evaluations, "open"))));

        Rename("open", "other");
        Assert.Equal(["validation", "test"], runs.Find("e/Train_1")!.Splits.Keys);
        reveals.Reveal(ada, "e/Train_1", "open", "external test");

        Assert.Contains("open: test", runs.Find("e/Train_1")!.Splits.Keys);
        Assert.Null(TestSealFile.Closed(new RunFolder(Path.Combine(FolderOf("e/Train_1").Evaluations, "open"))));
    }

    [Fact]
    public void A_folder_that_is_adopted_brings_its_seal_and_its_reveals()
    {
        Directory.CreateDirectory(folder.File("e", "Train_1"));
        Directory.CreateDirectory(folder.File("e", "Train_2"));
        TestSeal seal = new("elsewhere", DateTimeOffset.UtcNow, "ben");
        TestSealFile.Write(FolderOf("e/Train_1"), seal);
        TestSealFile.Write(FolderOf("e/Train_2"), seal with { Reveals = [new TestReveal(DateTimeOffset.UtcNow, "ben", "final model", 4)] });

        foreach (int n in new[] { 1, 2 }) runs.Import([RunResults.Read(Of($"e/Train_{n}", null))], []);

        Assert.Equal("elsewhere", runs.Find("e/Train_1")!.Hidden.Own!.Dataset);
        Assert.Equal(4, runs.Find("e/Train_2")!.Seals[""].Reveals[0].Number);
        Assert.Null(runs.Find("e/Train_2")!.Hidden.Own);
    }

    [Fact]
    public void A_damaged_seal_hides_and_says_so()
    {
        Directory.CreateDirectory(folder.File("e", "Train_1"));
        File.WriteAllText(FolderOf("e/Train_1").TestSeal, "{");

        runs.Import([RunResults.Read(Of("e/Train_1", null))], []);

        Assert.NotNull(runs.Find("e/Train_1")!.Hidden.Own);
        Assert.Contains("put that file in order",
            Assert.Throws<InputException>(() => reveals.Reveal(ada, "e/Train_1", null, "final model")).Message, StringComparison.Ordinal);

        TestSealFile.Write(FolderOf("e/Train_1"), new TestSeal("elsewhere", DateTimeOffset.UtcNow, "ben"));
        reveals.Reveal(ada, "e/Train_1", null, "final model");
        Assert.Null(runs.Find("e/Train_1")!.Hidden.Own);
    }

    private void Rename(string from, string to)
    {
        DatasetDraft draft = DatasetEdits.Draft(datasets.Find(from)!);
        edits.Edit(ada, draft, draft with { Name = to });
    }

    private RunFolder FolderOf(string id) => new(folder.File(id.Split('/')));

    private string SplitOf(string dataset) => folder.File("files", $"{dataset}.json");

    private Dataset Registered(string name, string split) => new()
    {
        Name = name, Split = split, Datadir = folder.File("files"), ClassNames = ["a", "b"], Owner = "ada",
        Registered = DateTimeOffset.UtcNow,
    };

    private void Add(string id, string dataset, string? split = null)
    {
        Directory.CreateDirectory(FolderOf(id).Path);
        runs.Add(Of(id, dataset, split) with
        {
            Splits = new[] { "validation", "test", "open: test" }.ToDictionary(name => name,
                _ => (IReadOnlyDictionary<string, double?>)new Dictionary<string, double?> { ["accuracy"] = 0.7 }),
            Evaluations = new Dictionary<string, OtherEvaluation> { ["open"] = new(RunStatus.Finished, null, "ada") },
        });
    }

    private Run Of(string id, string? dataset, string? split = null)
    {
        RunSettings settings = new() { Split = split ?? SplitOf(dataset ?? "none"), Datadir = folder.File("files") };
        return new Run
        {
            Id = id, Key = runs.NextKey(), Folder = FolderOf(id).Path, Owner = "ada", Settings = settings,
            SettingsHash = SettingsHash.Of(settings), Created = DateTimeOffset.UtcNow, Status = RunStatus.Finished, Dataset = dataset,
        };
    }
}
