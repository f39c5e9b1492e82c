using Angioboard.Core.Hygiene;
using Angioboard.Core.Tests.Data;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Hygiene;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Tests.Runs;
using Angioboard.Jobs.Tests.Users;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Tests.Datasets;

public sealed class HygieneStoreTests : IDisposable
{
    private readonly TemporaryFolder data = new();
    private readonly TemporaryStudy study = new();
    private readonly Database database;
    private readonly DatasetStore datasets;
    private readonly DatasetRegistration registration;
    private readonly HygieneStore hygiene;

    public HygieneStoreTests()
    {
        database = Database.Open(data.Path);
        datasets = new DatasetStore(database);
        Rights rights = People.Of(database, data.Path).Rights;
        AngioboardOptions options = new() { DataFolder = data.Path, DataRoots = [study.Folder] };
        DataRoots roots = new(options, database, rights, TimeProvider.System);
        hygiene = new HygieneStore(options, datasets);
        registration = new DatasetRegistration(
            database, datasets, new DatasetCatalog(database, datasets, roots), hygiene, roots, rights, TimeProvider.System);
        for (int i = 0; i < 6; i++) study.Frame($"{i}_L/1.jpg");
        study.Split(("train", [.. Enumerable.Range(0, 4).Select(i => ($"{i}_L/1.jpg", (int?)(i % 2)))]),
            ("test", [("4_L/1.jpg", 0), ("5_L/1.jpg", 1)]));
    }

    public void Dispose()
    {
        database.Dispose();
        study.Dispose();
        data.Dispose();
    }

    [Fact]
    public async Task A_check_keeps_the_report_and_the_next_start_reads_it()
    {
        Dataset dataset = await RegisterAsync();

        HygieneReport report = new HygieneStore(new AngioboardOptions { DataFolder = data.Path }, datasets).Find(dataset)!;

        Assert.Equal(["sick", "well"], report.Classes);
        Assert.Equal(("test", 6, 2), (report.Shortcuts.Split, report.Shortcuts.AllExams, report.Shortcuts.Exams));
        Assert.True(File.Exists(data.File("hygiene", "eyes.json")));
    }

    [Fact]
    public async Task A_damaged_file_counts_as_none_until_the_next_check()
    {
        Dataset dataset = await RegisterAsync();
        File.WriteAllText(data.File("hygiene", "eyes.json"), "{");

        Assert.Null(hygiene.Find(dataset));

        await registration.Recheck(Actor.Owner("ada"), "eyes").Completion;
        Assert.NotNull(hygiene.Find(dataset));
    }

    [Fact]
    public async Task Another_mapping_of_patients_makes_the_report_another_dataset_s()
    {
        Dataset dataset = await RegisterAsync();

        Assert.Null(hygiene.Find(dataset with { Patients = @"(\d+)" }));
        Assert.Null(hygiene.Find(dataset with { ClassNames = ["well", "sick"] }));
    }

    [Fact]
    public async Task A_removed_dataset_leaves_no_report()
    {
        await RegisterAsync();

        registration.Remove(Actor.Owner("ada"), "eyes");

        Assert.False(File.Exists(data.File("hygiene", "eyes.json")));
    }

    [Fact]
    public async Task A_run_on_the_same_data_finds_the_report_and_others_do_not()
    {
        Dataset dataset = await RegisterAsync();
        HygieneReport report = hygiene.Find(dataset)!;
        Run run = Sample.Run(1, data: report.Fingerprint,
            settings: settings => settings with { Split = dataset.Split, Datadir = dataset.Datadir, Patients = null });

        Assert.Equal("eyes", hygiene.Of(run)!.Value.Dataset.Name);
        Assert.Null(hygiene.Of(run with { Fingerprint = "other" }));
        Assert.Null(hygiene.Of(run with { Fingerprint = null }));
        Assert.Null(hygiene.Of(run with { Settings = run.Settings with { Datadir = "/elsewhere" } }));
    }

    private async Task<Dataset> RegisterAsync()
    {
        DatasetDraft draft = new() { Name = "eyes", Split = study.SplitPath, Datadir = study.Folder, ClassNames = "sick, well", Strip = 8 };
        await registration.Register(Actor.Owner("ada"), draft).Completion;
        return datasets.Find("eyes")!;
    }
}
