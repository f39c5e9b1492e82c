using System.Text.Json.Nodes;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Studies.Library;

namespace Angioboard.Jobs.Tests.Studies;

public sealed class StudyLibraryTests : IDisposable
{
    private static readonly JsonObject few = SampleStudy.Variant(("max_frames", 4)), many = SampleStudy.Variant(("max_frames", 12));

    private readonly TemporaryFolder folder = new();
    private readonly Database database;
    private readonly RunStore store;
    private readonly StudyLibrary library;

    public StudyLibraryTests()
    {
        database = Database.Open(folder.File("data"));
        store = new RunStore(database, new RunFeed());
        library = new StudyLibrary(new AngioboardOptions { DataFolder = folder.File("data"), ResultsFolder = Results });
    }

    private string Results => folder.File("results");

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Studies_of_all_experiments_are_listed_and_read_again_when_changed()
    {
        SampleStudy first = new(Results, new PatientFolds(3), [few, many], [1]);
        _ = new SampleStudy(Results, null, [few, many], [1], experiment: "other");
        Assert.Equal(["demo/Study_1", "other/Study_1"], library.All().Select(study => study.Id).Order());
        Assert.Equal(6, library.Find("demo", "Study_1")!.Runs.Count);

        first.Folder.Change(first.Folder.Plan.With(seeds: [2]), null);

        Assert.Equal(12, library.Find("demo", "Study_1")!.Runs.Count);
        Assert.Same(library.Find("demo", "Study_1"), library.Find("demo", "Study_1"));
    }

    [Theory]
    [InlineData("..", "Study_1")]
    [InlineData("demo/../demo", "Study_1")]
    [InlineData("", "Study_1")]
    [InlineData(".hidden", "Study_1")]
    [InlineData("demo", "Study_2")]
    [InlineData("demo", "Train_1")]
    [InlineData("demo", "../demo/Study_1")]
    [InlineData("demo", "Study_1\n")]
    [InlineData("demo", "Study_9")]
    public void A_name_leads_to_nothing_but_a_study_of_its_experiment(string experiment, string name)
    {
        SampleStudy study = new(Results, null, [few, many], [1]);
        Directory.CreateSymbolicLink(Path.Combine(Results, "demo", "Study_9"), study.Folder.Path);

        Assert.Null(library.Find(experiment, name));
        Assert.Equal("demo/Study_1", Assert.Single(library.All()).Id);
    }

    [Fact]
    public void A_plan_that_was_edited_wrongly_is_a_study_with_problems()
    {
        SampleStudy study = new(Results, null, [few, many], [1]);
        string plan = Path.Combine(study.Folder.Path, StudyPlanFile.Name);
        File.WriteAllText(plan, File.ReadAllText(plan).Replace("\"max_frames\": 4", "\"max_frame\": 4", StringComparison.Ordinal));

        FoundStudy edited = library.Find("demo", "Study_1")!;
        File.Delete(plan);
        FoundStudy gone = library.Find("demo", "Study_1")!;

        Assert.Contains("did you mean max_frames?", Assert.Single(edited.Problems), StringComparison.Ordinal);
        Assert.Null(edited.Plan);
        Assert.Contains("there is no such file", Assert.Single(gone.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_are_matched_by_study_variant_fold_and_seed()
    {
        SampleStudy study = new(Results, new PatientFolds(3), [few, many], [1, 2]), other = new(Results, null, [few, many], [1, 2]);
        study.Add(store, study.Runs[0], 1);
        study.Add(store, study.Runs[1], 1, RunStatus.Failed);
        study.Add(store, study.Runs[2], 1, RunStatus.Running);
        study.Add(store, study.Runs[3], 1, RunStatus.Queued);
        Run copied = study.Add(store, study.Runs[4], 1);
        study.Add(store, study.Runs[4], 1);
        Run trashed = study.Add(store, study.Runs[5], 1);
        store.Update(trashed.Id, run => run with { Trashed = DateTimeOffset.UtcNow });
        Run strange = study.Add(store, study.Runs[6], 1);
        store.Update(strange.Id, run => run with { Study = new StudyPlace("Study_1", "gone", 0) });
        other.Add(store, other.Runs[0], 1);

        StudyRuns runs = StudyRuns.Of(library.Find("demo", "Study_1")!, store.All);

        Assert.Equal(12, runs.Planned.Count);
        Assert.Equal((1, 1, 1, 1, 7), (runs.Finished, runs.Failed, runs.Active, runs.Waiting, runs.NotMade));
        Assert.Equal(copied.Id, Assert.Single(runs.Doubled).Found[0].Id);
        Assert.Equal(strange.Id, Assert.Single(runs.Others).Id);
        Assert.Equal(1, StudyRuns.Of(library.Find("demo", "Study_2")!, store.All).Finished);
    }

    [Fact]
    public void The_time_left_is_that_of_the_finished_runs_shared_by_those_that_train()
    {
        SampleStudy study = new(Results, new PatientFolds(3), [few, many], [1]);
        StudyRuns Now() => StudyRuns.Of(library.Find("demo", "Study_1")!, store.All);
        Assert.Null(StudyTime.Left(Now(), _ => null));
        Assert.Equal(6 * 50, StudyTime.Left(Now(), _ => 50));

        study.Add(store, study.Runs[0], 1);
        Assert.Equal(5 * 100, StudyTime.Left(Now(), _ => 50));
        study.Add(store, study.Runs[1], 1, RunStatus.Failed);
        Run half = study.Add(store, study.Runs[2], 1, RunStatus.Running);
        store.Update(half.Id, run => run with { EpochsDone = 2 });
        Run running = study.Add(store, study.Runs[3], 1, RunStatus.Running);
        store.Progress(running.Id, new RunProgress("train", 1, 4, 0.5, 30, null, null, null, DateTimeOffset.UtcNow, null));

        Assert.Equal((2 * 100 + 50 + 30) / 2.0, StudyTime.Left(Now(), _ => 50));
    }
}
