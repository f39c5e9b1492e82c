using Angioboard.Core;
using Angioboard.Core.Settings;
using Angioboard.Core.Tests.Data;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Hygiene;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Tests.Users;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Tests.Datasets;

public sealed class DatasetEditsTests : IAsyncLifetime
{
    private readonly TemporaryFolder data = new();
    private readonly TemporaryStudy study = new();
    private readonly Actor ada = Actor.Owner("ada");
    private readonly Database database;
    private readonly DatasetStore datasets;
    private readonly DatasetVersions versions;
    private readonly DatasetCatalog catalog;
    private readonly DatasetRegistration registration;
    private readonly RunStore runs;
    private readonly ExamRemarks remarks;
    private readonly DatasetEdits edits;

    public DatasetEditsTests()
    {
        database = Database.Open(data.Path);
        datasets = new DatasetStore(database);
        versions = new DatasetVersions(database);
        Rights rights = People.Of(database, data.Path).Rights;
        DataRoots roots = new(new AngioboardOptions { DataFolder = data.Path, DataRoots = [study.Folder] }, database, rights,
            TimeProvider.System);
        catalog = new DatasetCatalog(database, datasets, roots);
        registration = new DatasetRegistration(database, datasets, catalog,
            new HygieneStore(new AngioboardOptions { DataFolder = data.Path }, datasets), roots, rights, TimeProvider.System);
        runs = new RunStore(database, new RunFeed());
        remarks = new ExamRemarks(database, datasets, catalog, rights, TimeProvider.System);
        edits = new DatasetEdits(datasets, versions, registration, remarks, roots, runs, rights, TimeProvider.System);
        study.Frame("22_L/2.jpg", picture: 1);
        study.Frame("22_R/1.jpg", picture: 2);
        study.Frame("7_L/1.jpg", picture: 3);
        study.Split(("train", [("22_L/2.jpg", 0), ("7_L/1.jpg", 1)]), ("test", [("22_R/1.jpg", null)]));
    }

    private Dataset Eyes => datasets.Find("eyes")!;

    private DatasetDraft Draft => DatasetEdits.Draft(Eyes);

    public async ValueTask InitializeAsync()
    {
        DatasetCheckRun check = registration.Register(ada, new DatasetDraft
        {
            Name = "eyes", Split = study.SplitPath, Datadir = study.Folder, ClassNames = "sick, well", Strip = 4,
        });
        await check.Completion;
        Assert.Empty(check.Report!.Problems);
    }

    public ValueTask DisposeAsync()
    {
        database.Dispose();
        study.Dispose();
        data.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void A_new_name_keeps_the_runs_and_the_versions()
    {
        Add("demo/Train_1");

        string effect = edits.Effect(Eyes, Draft with { Name = "retinas" });
        DatasetCheckRun? check = edits.Edit(ada, Draft, Draft with { Name = "retinas" });

        Assert.Equal("Renaming keeps its 1 run.", effect);
        Assert.Null(check);
        Assert.Equal("retinas", Assert.Single(datasets.All()).Name);
        Assert.Equal("retinas", runs.Find("demo/Train_1")!.Dataset);
        Assert.Equal("demo/Train_1", Assert.Single(edits.Runs("retinas")).Id);
        Assert.NotNull(Assert.Single(versions.Of(datasets.Find("retinas")!)).Fingerprint);
        Assert.NotNull(registration.Report("retinas"));
        Assert.Null(registration.Report("eyes"));
    }

    [Fact]
    public void A_new_name_keeps_the_remarks_and_leaves_none_for_the_next_dataset_of_the_old_name()
    {
        remarks.Add(ada, "eyes", "22_L", "leakage", doubtful: true);

        edits.Edit(ada, Draft, Draft with { Name = "retinas" });

        Assert.Equal(("retinas", "leakage", "ada"), Assert.Single(remarks.Of("retinas", "22_L").Select(r => (r.Dataset, r.Text, r.User))));
        Assert.Empty(remarks.Of("eyes"));
    }

    [Fact]
    public void A_name_may_change_in_the_case_of_its_letters_only()
    {
        Add("demo/Train_1");

        edits.Edit(ada, Draft, Draft with { Name = "Eyes" });

        Assert.Equal("Eyes", Assert.Single(datasets.All()).Name);
        Assert.Equal("Eyes", runs.Find("demo/Train_1")!.Dataset);
        Assert.NotNull(Assert.Single(versions.Of(datasets.Find("Eyes")!)).Fingerprint);
        Assert.NotNull(registration.Report("Eyes"));
    }

    [Fact]
    public async Task A_form_that_was_opened_before_another_change_does_not_undo_it()
    {
        DatasetDraft old = Draft;
        await edits.Edit(ada, old, old with { ClassNames = "ill, well" })!.Completion;

        InputException refused = Assert.Throws<InputException>(() => edits.Edit(ada, old, old with { Strip = 6 }));

        Assert.Equal("eyes: has been changed since you opened this form; reload the page to see how", refused.Message);
        Assert.Equal(("ill", 4), (Eyes.ClassNames[0], Eyes.Strip));
    }

    [Fact]
    public async Task A_check_that_ends_after_its_dataset_was_replaced_changes_nothing()
    {
        DatasetCheckRun check = null!;
        registration.Alone(() =>
        {
            check = edits.Edit(ada, Draft, Draft with { Strip = 6 })!;
            datasets.Put(Eyes with { Owner = "grace", Registered = DateTimeOffset.UnixEpoch });
        });
        await check.Completion;

        Assert.Equal("eyes: has been changed or removed in the meantime; reload the page", check.Failure);
        Assert.Equal(("grace", 4), (Eyes.Owner, Eyes.Strip));
    }

    [Fact]
    public async Task A_registration_does_not_replace_a_dataset_that_got_its_name_meanwhile()
    {
        DatasetCheckRun check = null!;
        registration.Alone(() =>
        {
            check = registration.Register(ada, Draft with { Name = "retinas" });
            datasets.Put(Eyes with { Name = "retinas", Owner = "grace" });
        });
        await check.Completion;

        Assert.Equal("retinas: there is a dataset of this name by now; choose another", check.Failure);
        Assert.Equal("grace", datasets.Find("retinas")!.Owner);
    }

    [Fact]
    public async Task Another_strip_is_checked_and_makes_a_version_and_earlier_runs_stay_on_theirs()
    {
        string? first = Assert.Single(versions.Of(Eyes)).Fingerprint;
        Add("demo/Train_1", first);

        string effect = edits.Effect(Eyes, Draft with { Strip = 6 });
        await edits.Edit(ada, Draft, Draft with { Strip = 6 })!.Completion;

        Assert.Equal("This makes version 2, after all frames are checked again. Runs on earlier versions keep their results and stay "
            + "comparable among themselves only.", effect);
        Assert.Equal(6, Eyes.Strip);
        IReadOnlyList<DatasetVersion> all = versions.Of(Eyes);
        Assert.Equal([(1, "registered"), (2, "strip 4 → 6 pixels")], all.Select(version => (version.Number, version.Change)));
        Assert.NotEqual(first, all[1].Fingerprint);
        Assert.Equal([true, false], all.Select(version => version.IsOf(runs.Find("demo/Train_1")!)));
    }

    [Fact]
    public async Task Values_that_the_data_contradicts_change_nothing()
    {
        DatasetCheckRun check = edits.Edit(ada, Draft, Draft with { Patients = @"(\d+)_[LR]$" })!;
        await check.Completion;

        Assert.Contains("the patient 22 is in two splits", Assert.Single(check.Report!.Problems), StringComparison.Ordinal);
        Assert.Null(Eyes.Patients);
        Assert.Single(versions.Of(Eyes));
    }

    [Fact]
    public void What_cannot_be_saved_is_refused_with_the_field()
    {
        InputException same = Assert.Throws<InputException>(() => edits.Edit(ada, Draft, Draft));
        InputException bad = Assert.Throws<InputException>(() => edits.Edit(ada, Draft, Draft with { Name = "a b" }));
        runs.Add(Run("demo/Train_1") with
        {
            Evaluations = new Dictionary<string, OtherEvaluation> { ["eyes"] = new(RunStatus.Queued, null, "ada") },
        });

        Assert.Equal("eyes: nothing has changed", same.Message);
        Assert.StartsWith("Name: Use 1 to 64 letters", bad.Message, StringComparison.Ordinal);
        Assert.StartsWith("An evaluation on it is queued", edits.Problems(Eyes, Draft with { Name = "other" })["Name"],
            StringComparison.Ordinal);
    }

    private void Add(string id, string? fingerprint = null) => runs.Add(Run(id) with { Fingerprint = fingerprint });

    private Run Run(string id) => new()
    {
        Id = id,
        Key = runs.NextKey(),
        Folder = data.File(id.Replace('/', '-')),
        Owner = "ada",
        Settings = SettingsFile.Combine(DatasetSettings.Of(Eyes)),
        SettingsHash = "",
        Created = DateTimeOffset.UnixEpoch,
        Dataset = "eyes",
    };
}
