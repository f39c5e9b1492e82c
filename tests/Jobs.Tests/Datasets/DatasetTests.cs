using Angioboard.Core;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Tests.Data;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Hygiene;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Tests.Users;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Tests.Datasets;

public sealed class DatasetTests : IDisposable
{
    private readonly TemporaryFolder data = new();
    private readonly TemporaryStudy study = new();
    private readonly Database database;
    private readonly DatasetStore datasets;
    private readonly DataRoots roots;
    private readonly DatasetCatalog catalog;
    private readonly DatasetRegistration registration;
    private readonly Rights rights;

    public DatasetTests()
    {
        database = Database.Open(data.Path);
        datasets = new DatasetStore(database);
        rights = People.Of(database, data.Path).Rights;
        roots = new DataRoots(new AngioboardOptions { DataFolder = data.Path, DataRoots = [study.Folder] }, database, rights,
            TimeProvider.System);
        catalog = new DatasetCatalog(database, datasets, roots);
        registration = new DatasetRegistration(database, datasets, catalog,
            new HygieneStore(new AngioboardOptions { DataFolder = data.Path }, datasets), roots, rights, TimeProvider.System);
        study.Frame("a_L/2.jpg");
        study.Frame("a_L/10.jpg");
        study.Frame("b_R/1.jpg");
        study.Frame("c_R/1.jpg");
        study.Split(("train", [("a_L/2.jpg", 0), ("b_R/1.jpg", 1)]), ("validation", [("c_R/1.jpg", null)]));
    }

    public void Dispose()
    {
        database.Dispose();
        study.Dispose();
        data.Dispose();
    }

    [Fact]
    public async Task A_good_study_is_registered_with_its_counts_and_report()
    {
        await registration.Register(Actor.Owner("ada"), Draft()).Completion;

        Dataset dataset = datasets.Find("eyes")!;
        DatasetSummary summary = (await catalog.SummaryAsync("eyes", TestContext.Current.CancellationToken))!;
        Assert.Equal("ada", dataset.Owner);
        Assert.Equal((3, 4), (summary.Exams, summary.AllFrames));
        Assert.Equal(["train", "validation"], summary.Splits.Select(split => split.Name));
        Assert.Equal([1, 1], summary.Splits[0].Classes);
        Assert.Equal((1, 2), (summary.Splits[1].Unlabelled, summary.Splits[0].Frames(1)));
        Assert.Equal(0, registration.Report("eyes")!.ProblemCount);
        Assert.True(DatasetState.Of(dataset, roots).Ready);
    }

    [Fact]
    public async Task A_study_with_a_damaged_frame_is_not_registered()
    {
        study.Spoilt("b_R/2.jpg", bytes => bytes[..^40]);

        DatasetCheckRun check = registration.Register(Actor.Owner("ada"), Draft());
        await check.Completion;

        Assert.Contains("b_R/2.jpg: truncated or damaged", Assert.Single(check.Report!.Problems), StringComparison.Ordinal);
        Assert.Null(datasets.Find("eyes"));
    }

    [Fact]
    public void A_check_that_fails_in_an_unforeseen_way_ends_too()
    {
        DatasetCheckRun check = new(Draft().ToDataset(roots, "ada", DateTimeOffset.UnixEpoch), registers: false, "ada");

        check.Run(roots, (_, _, _) => throw new InvalidOperationException("out of order.\nmore"));

        Assert.True(check.Ended);
        Assert.Equal("The check failed: out of order", check.Failure);
    }

    [Fact]
    public void Fields_are_named_with_their_problems()
    {
        DatasetDraft draft = new(
            ) { Name = "a/b", Split = "relative.json", Datadir = "", ClassNames = "one", Strip = -1, Patients = "no group" };

        IReadOnlyDictionary<string, string> problems = registration.Problems(draft);

        Assert.Equal(["ClassNames", "Datadir", "Name", "Patients", "Split", "Strip"], problems.Keys.Order());
        Assert.Throws<InputException>(() => registration.Register(Actor.Owner("ada"), draft));
    }

    [Fact]
    public void An_expression_that_cannot_be_read_is_explained_without_repeating_it()
    {
        string problem = registration.Problems(Draft() with { Patients = @"(\d+)_[LR" })["Patients"];

        Assert.Equal(
            @"Neither a file nor a regular expression: a [ has no ], at character 9; give one like (\d+)_[LR]$ or a CSV file", problem);
    }

    [Fact]
    public async Task A_name_can_be_used_only_once()
    {
        await registration.Register(Actor.Owner("ada"), Draft()).Completion;

        Assert.Equal("There is a dataset of this name; choose another", registration.Problems(Draft() with { Name = "EYES" })["Name"]);
    }

    [Fact]
    public async Task Counts_follow_the_split_file_and_survive_the_folder()
    {
        await registration.Register(Actor.Owner("ada"), Draft()).Completion;
        study.Split(("train", [("a_L/2.jpg", 0)]));

        DatasetSummary changed = catalog.Summary(datasets.Find("eyes")!, TestContext.Current.CancellationToken)!;
        string gone = Path.Combine(study.Folder, "nowhere", "at", "all");
        Dataset moved = datasets.Find("eyes")! with { Datadir = gone };
        datasets.Put(moved);
        DatasetSummary kept = catalog.Summary(moved, TestContext.Current.CancellationToken)!;

        Assert.Equal((1, 2), (changed.Exams, changed.AllFrames));
        Assert.Equal(changed.Exams, kept.Exams);
        Assert.StartsWith($"{gone}: the folder of the frames is gone", DatasetState.Of(moved, roots).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frames_are_found_by_number_and_only_for_exams_of_the_split()
    {
        await registration.Register(Actor.Owner("ada"), Draft()).Completion;
        study.Frame("secret/1.jpg");

        ExamListing listing = catalog.Listing(datasets.Find("eyes")!);

        Assert.Equal(["2.jpg", "10.jpg"], listing.Frames("a_L").Select(path => Path.GetFileName(path)));
        Assert.Empty(listing.Frames("secret"));
        Assert.Empty(listing.Frames("../a_L"));
        Assert.Null(listing.Find("a_L/../secret"));
    }

    [Fact]
    public async Task A_user_has_a_limited_number_of_checks_and_can_stop_one_at_once()
    {
        // Each further letter doubles the time of the search.
        string exam = new string('a', 40) + "!";
        study.Frame($"{exam}/1.jpg");
        study.Split(("train", [($"{exam}/1.jpg", 0), ("b_R/1.jpg", 1)]));
        DatasetDraft slow = Draft() with { Patients = @"^((a|aa)+)+\2$" };
        (Actor ada, Actor bob) = (Actor.Owner("ada"), Actor.Owner("bob"));

        DatasetCheckRun first = registration.Register(ada, slow with { Name = "one" }),
            second = registration.Register(ada, slow with { Name = "two" });
        InputException refusal = Assert.Throws<InputException>(() => registration.Register(ada, slow with { Name = "three" }));
        DatasetCheckRun others = registration.Register(bob, slow with { Name = "three" });
        registration.StopCheck(ada, "one");
        await Task.WhenAll(first.Completion, second.Completion, others.Completion);

        Assert.Contains("2 checks that you began are under way", Assert.Single(refusal.Problems), StringComparison.Ordinal);
        Assert.Equal("The check was stopped", first.Failure);
        Assert.Contains("write a simpler expression", Assert.Single(second.Report!.Problems), StringComparison.Ordinal);
        Assert.NotNull(others.Report);
    }

    [Fact]
    public async Task The_phantom_study_is_made_once_and_registered_as_its_preset_says()
    {
        PhantomOffer offer = new(new AngioboardOptions { DataFolder = data.Path }, datasets, registration, rights, TimeProvider.System);
        PhantomState before = offer.State;

        offer.Start(Actor.Owner("ada"));
        offer.Start(Actor.Owner("bob"));
        PhantomState during = offer.State;
        await offer.Completion;

        Assert.Equal((PhantomState.Offered, PhantomState.Drawing, PhantomState.Registered), (before, during, offer.State));
        Dataset phantom = datasets.Find("phantom")!;
        Assert.Equal(("ada", @"(\d+)_[LR]$", 5), (phantom.Owner, phantom.Patients, phantom.ClassNames.Count));
        Assert.Equal(520, catalog.Counted("phantom")!.Exams);
    }

    private DatasetDraft Draft() =>
        new() { Name = "eyes", Split = study.SplitPath, Datadir = study.Folder, ClassNames = "sick, well", Strip = 8, Patients = "^(.)_" };
}
