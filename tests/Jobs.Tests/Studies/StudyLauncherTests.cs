using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Core.Studies.Variants;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Studies.Launching;
using Angioboard.Jobs.Studies.Planning;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Tests.Studies;

/// <summary>Studies are made, launched and added to.</summary>
public sealed class StudyLauncherTests(SharedStudy shared) : StudyQueueTests(shared)
{
    [Fact]
    public async Task A_study_is_made_with_its_folds_and_all_its_runs_wait()
    {
        LaunchedStudy launched = await MakeAsync(new PatientFolds(3));

        Assert.Equal((Id, 12), (launched.Id, launched.Runs.Count));
        Assert.Equal(launched.Runs.Select(run => run.Id), rig.Control.Queue.Select(entry => entry.RunId));
        Assert.Equal(launched.Runs.Select(run => run.Id), Made.Select(run => run.Id));
        Run second = launched.Runs[1], last = launched.Runs[^1];
        Assert.Equal((new StudyPlace("Study_1", "lr=0.0001", 0), 1L, 1e-4, "lr 0.0001", Dataset, "ada"),
            (second.Study, second.Settings.Seed, second.Settings.Lr, second.Name, second.Dataset, second.Owner));
        Assert.Equal((new StudyPlace("Study_1", "lr=0.0001", 2), 2L), (last.Study, last.Settings.Seed));
        Assert.Equal(second.Study, StudyPlace.Read(new RunFolder(second.Folder).Settings));
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Folder("Study_1"), "folds", "fold-2.json"), Cancellation),
            await File.ReadAllTextAsync(new RunFolder(last.Folder).Split, Cancellation));
        StudyDirectory study = StudyDirectory.Open(Folder("Study_1"));
        Assert.Equal(("lr=0.001", "ada"), (study.Plan.Baseline, study.Plan.CreatedBy));
        Assert.All(study.Cells(), cell => Assert.Equal(StudyRunState.Waiting, cell.State));
        string audit = AuditText().Split('\n').Single(line => line.Contains(AuditActions.StudyLaunch, StringComparison.Ordinal));
        Assert.Contains($"{Id}: 12 runs made", audit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_study_without_folds_repeats_over_seeds_only()
    {
        LaunchedStudy launched = await MakeAsync(seeds: 3);

        Assert.Equal(6, launched.Runs.Count);
        Assert.All(launched.Runs, run => Assert.Equal((Split, null), (run.Settings.Split, run.Study!.Fold)));
        Assert.False(Directory.Exists(Path.Combine(Folder("Study_1"), "folds")));
    }

    [Fact]
    public async Task Runs_without_a_name_are_called_by_their_place_in_the_study()
    {
        LaunchedStudy launched = await Launcher.MakeAsync(Ada, Grid(new PatientFolds(3), seeds: 1) with { Name = null }, Cancellation);

        Assert.Equal(["lr=0.001, fold 0, seed 1", "lr=0.0001, fold 0, seed 1"], launched.Runs.Take(2).Select(run => run.Name));
    }

    [Fact]
    public async Task More_folds_than_patients_are_refused_and_nothing_is_made()
    {
        InputException refused = await Assert.ThrowsAsync<InputException>(() => MakeAsync(new PatientFolds(6)));

        Assert.Equal("folds: 6, but class 0 (sick) has only 5 patients, and each fold needs one; give at most 5", refused.Message);
        Assert.False(Directory.Exists(Folder("")));
        Assert.Empty(rig.Runs.All);
    }

    [Fact]
    public async Task Batches_larger_than_what_a_fold_trains_on_are_refused()
    {
        StudyLaunch launch = Grid(new PatientFolds(3));
        launch = launch with { Study = launch.Study with { Settings = Eyes with { BatchSize = 5 } } };

        InputException refused = await Assert.ThrowsAsync<InputException>(() => Launcher.MakeAsync(Ada, launch, Cancellation));

        Assert.StartsWith("batch_size: 5 is more than the ", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Folder("")));
    }

    [Fact]
    public async Task Seeds_are_added_and_what_was_there_stays()
    {
        LaunchedStudy first = await MakeAsync(new PatientFolds(3));

        LaunchedStudy added = await Launcher.AddAsync(Ada, Id, new StudyAddition { Seeds = [9] }, null, Cancellation);

        Assert.Equal((6, 18), (added.Runs.Count, Made.Count));
        Assert.All(added.Runs, run => Assert.Equal((9L, "study"), (run.Settings.Seed, run.Tags.Single())));
        Assert.Equal([1, 2, 9], StudyDirectory.Open(Folder("Study_1")).Plan.Seeds);
        Assert.Equal(first.Runs.Select(run => run.Id), Made.Take(12).Select(run => run.Id));
        InputException twice = await Assert.ThrowsAsync<InputException>(
            () => Launcher.AddAsync(Ada, Id, new StudyAddition { Seeds = [9] }, null, Cancellation));
        Assert.Equal("seeds: the study has 9 already; give others", twice.Message);
    }

    [Fact]
    public async Task What_is_added_has_the_name_the_note_and_the_tags_that_study_json_records()
    {
        await Launcher.MakeAsync(Ada, Grid(seeds: 1) with { Note = "first line\nsecond" }, Cancellation);
        StudyPlan plan = StudyDirectory.Open(Folder("Study_1")).Plan;
        File.Delete(Path.Combine(Folder("Study_1"), "launch.json"));

        LaunchedStudy added = await Launcher.AddAsync(Ada, Id, new StudyAddition { Seeds = [9] }, null, Cancellation);

        Assert.Equal(("lr {lr}", "first line\nsecond", "study"), (plan.Name, plan.Note, plan.Tags.Single()));
        Assert.Equal(["lr 0.001", "lr 0.0001"], added.Runs.Select(run => run.Name));
        Assert.All(added.Runs, run => Assert.Equal(("first line\nsecond", "study"), (run.Note, run.Tags.Single())));
    }

    [Fact]
    public async Task What_is_added_to_a_study_of_an_older_version_has_them_from_launch_json()
    {
        await MakeAsync(seeds: 1);
        StudyDirectory study = StudyDirectory.Open(Folder("Study_1"));
        study.Change(study.Plan with { Name = null, Tags = [] }, null);

        LaunchedStudy added = await Launcher.AddAsync(Ada, Id, new StudyAddition { Seeds = [9] }, null, Cancellation);

        Assert.All(added.Runs, run => Assert.Equal("study", run.Tags.Single()));
        Assert.Equal("lr 0.001", added.Runs[0].Name);
    }

    [Fact]
    public async Task Of_a_paused_study_only_what_is_added_goes_on_and_that_is_said()
    {
        LaunchedStudy launched = await MakeAsync(seeds: 1);
        foreach (Run run in launched.Runs) await rig.Control.PauseAsync(Ada, run.Id, Cancellation);

        LaunchedStudy added = await Launcher.AddAsync(Ada, Id, new StudyAddition { Seeds = [9] }, null, Cancellation);

        Assert.Contains("2 runs of the study are paused, and the new ones are not", added.Warnings);
        Assert.All(added.Runs, run => Assert.Null(rig.Runs.Find(run.Id)!.PausedBy));
    }

    [Fact]
    public async Task Variants_are_added_under_names_of_their_own()
    {
        await MakeAsync(seeds: 1);

        LaunchedStudy added = await Launcher.AddAsync(
            Ada, Id, new StudyAddition { Variants = VariantGrid.Of([("lr", [1e-2])]) }, null, Cancellation);

        Assert.Equal("lr=0.01", Assert.Single(added.Runs).Study!.Variant);
        Assert.Equal(["lr=0.001", "lr=0.0001", "lr=0.01"], added.Plan.Variants.Select(variant => variant.Name));
    }

    [Fact]
    public async Task A_deleted_run_is_made_again_and_a_failed_one_is_queued_again_only_if_asked()
    {
        LaunchedStudy launched = await MakeAsync(seeds: 2);
        await rig.Control.StopAsync(Ada, launched.Runs[0].Id, Cancellation);
        await rig.Control.DeleteAsync(Ada, launched.Runs[0].Id, Cancellation);
        rig.Get<Scheduler>().Withdraw(launched.Runs[1].Id);
        rig.Runs.Update(launched.Runs[1].Id, run => run with { Status = RunStatus.Failed, Reason = "a fault" });

        LaunchedStudy missing = await Launcher.LaunchAsync(Ada, Id, again: false, null, Cancellation);
        InputException taken = await Assert.ThrowsAsync<InputException>(
            () => rig.Control.RestoreAsync(Ada, launched.Runs[0].Id, Cancellation));
        LaunchedStudy again = await Launcher.LaunchAsync(Ada, Id, again: true, null, Cancellation);
        InputException nothing = await Assert.ThrowsAsync<InputException>(
            () => Launcher.LaunchAsync(Ada, Id, again: true, null, Cancellation));

        Assert.Equal(launched.Runs[0].Study, Assert.Single(missing.Runs).Study);
        Assert.Empty(missing.Again);
        Assert.EndsWith($": {missing.Runs[0].Id} has taken its place in Study_1; delete that run first", taken.Message,
            StringComparison.Ordinal);
        Assert.Equal(launched.Runs[1].Id, Assert.Single(again.Again).Id);
        Assert.Empty(again.Runs);
        Assert.Equal($"{Id}: no run is missing or failed, so there is nothing to launch", nothing.Message);
        Assert.Equal(4, rig.Control.Queue.Count);
    }

    [Fact]
    public async Task A_study_that_a_terminal_works_on_is_not_launched()
    {
        await MakeAsync(seeds: 1);
        using RunLock held = await RunLock.TakeAsync(new RunFolder(Folder("Study_1")), TimeProvider.System, Cancellation);

        StudyHeldException refused = await Assert.ThrowsAsync<StudyHeldException>(
            () => Launcher.AddAsync(Ada, Id, new StudyAddition { Seeds = [9] }, null, Cancellation));

        Assert.EndsWith("another process works on this study already; wait until it has ended, or end it", refused.Message,
            StringComparison.Ordinal);
        Assert.Equal(2, Made.Count);
    }

    [Theory]
    [InlineData("demo/Study_2")]
    [InlineData("demo/Train_1")]
    [InlineData("../Study_1")]
    [InlineData("demo/../demo/Study_1")]
    [InlineData("")]
    public async Task What_is_no_study_is_said_to_be_none(string id)
    {
        await MakeAsync(seeds: 1);

        InputException refused = await Assert.ThrowsAsync<InputException>(
            () => Launcher.LaunchAsync(Ada, id, again: true, null, Cancellation));

        Assert.Equal($"{id}: there is no such study; its folder may have been moved or deleted", refused.Message);
    }

    [Fact]
    public async Task A_researcher_launches_on_registered_datasets_and_names_no_files()
    {
        Actor rita = Account("rita", Roles.Researcher);
        StudyLaunch grid = Grid(new PatientFolds(3), seeds: 1);
        string outside = folder.File("secret.json");
        await File.WriteAllTextAsync(outside, "{}", Cancellation);

        LaunchedStudy launched = await Launcher.MakeAsync(rita, grid, Cancellation);
        string elsewhere = await RefusedAsync(grid.Study with { Settings = Eyes with { Split = outside } });
        string weights = await RefusedAsync(grid.Study with { Variants = VariantGrid.Of([("init_weight", [null, outside])]) });
        string files = await RefusedAsync(grid.Study with { Folds = new FileFolds([outside, Split]) });

        Assert.Equal((6, "rita"), (launched.Runs.Count, launched.Plan.CreatedBy));
        Assert.Contains("split: files named by hand are for administrators", elsewhere, StringComparison.Ordinal);
        Assert.Contains("init_weight: ", weights, StringComparison.Ordinal);
        Assert.Contains("is not below a folder that data may be read from", weights, StringComparison.Ordinal);
        Assert.StartsWith("fold_files: files named by hand are for administrators", files, StringComparison.Ordinal);
        Assert.Single(Directory.GetDirectories(Folder(""), "Study_*"));

        async Task<string> RefusedAsync(StudyRequest study) => (await Assert.ThrowsAsync<InputException>(
            () => Launcher.MakeAsync(rita, grid with { Study = study }, Cancellation))).Message;
    }

    [Fact]
    public async Task A_plan_edited_by_hand_gives_a_researcher_no_other_files()
    {
        await MakeAsync(seeds: 1);
        string outside = folder.File("secret.json"), plan = Path.Combine(Folder("Study_1"), StudyPlanFile.Name);
        await File.WriteAllTextAsync(outside, "{}", Cancellation);
        string text = await File.ReadAllTextAsync(plan, Cancellation);
        await File.WriteAllTextAsync(plan, text.Replace(Split, outside, StringComparison.Ordinal), Cancellation);

        InputException refused = await Assert.ThrowsAsync<InputException>(() => Launcher.AddAsync(
            Account("rita", Roles.Researcher), Id, new StudyAddition { Seeds = [9] }, null, Cancellation));

        Assert.Contains("split: files named by hand are for administrators", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, Made.Count);
    }

    [Fact]
    public async Task A_viewer_launches_nothing()
    {
        Actor vera = Account("vera", Roles.Viewer);

        await Assert.ThrowsAsync<NotAllowedException>(() => Launcher.MakeAsync(vera, Grid(), Cancellation));

        Assert.Empty(rig.Runs.All);
    }

    [Fact]
    public async Task More_runs_than_a_user_may_have_in_the_queue_are_refused()
    {
        Actor rita = Account("rita", Roles.Researcher);

        InputException refused = await Assert.ThrowsAsync<InputException>(
            () => Launcher.MakeAsync(rita, Grid(new PatientFolds(3), seeds: 84), Cancellation));

        Assert.Contains("500 is the most that one user may have in the queue", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Folder("")));
    }
}
