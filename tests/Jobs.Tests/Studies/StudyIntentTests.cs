using Angioboard.Core.RunFolders;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Studies.Launching;

namespace Angioboard.Jobs.Tests.Studies;

/// <summary>What a killed dashboard has left of a study's launch is removed.</summary>
public sealed class StudyIntentTests(SharedStudy shared) : StudyQueueTests(shared)
{
    private static readonly string[] before = ["Study_1", "Train_1", "Train_2"];

    [Fact]
    public async Task A_new_study_that_was_cut_short_is_gone_after_a_restart_and_others_stay()
    {
        await MakeAsync(seeds: 1);
        LaunchIntent cut = new("0123", Folder(""), "ada", DateTimeOffset.UtcNow);
        rig.Get<LaunchIntents>().Begin(cut);
        StudyDirectory made = StudyDirectory.Create(cut.Folder, Plan, null, LaunchIntents.StageOfStudy(cut),
            fresh => Note(cut).Write(new RunFolder(fresh)));
        RunFolder.Create(cut.Folder, LaunchIntents.Stage(cut, 0), fresh => Note(cut).Write(fresh), _ => true);
        Directory.CreateDirectory(Folder(LaunchIntents.StageOfStudy(cut)));

        await RestartAsync();

        Assert.Equal("Study_2", made.Name);
        Assert.Equal(before, Directory.GetDirectories(cut.Folder).Select(Path.GetFileName).Order());
        Assert.Empty(rig.Get<Database>().Documents("launches"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_addition_that_was_cut_short_is_taken_back(bool changed)
    {
        await MakeAsync(seeds: 1);
        StudyDirectory study = StudyDirectory.Open(Folder("Study_1"));
        StudyPlan after = study.Plan.With(seeds: [9]);
        string text = StudyPlanFile.Text(study.Plan);
        LaunchIntent cut = new("0123", Folder(""), "ada", DateTimeOffset.UtcNow,
            new StudyChange("Study_1", text, StudyPlanFile.Text(after), []));
        rig.Get<LaunchIntents>().Begin(cut);
        if (changed)
        {
            study.Change(after, null);
            RunFolder.Create(cut.Folder, LaunchIntents.Stage(cut, 0), fresh => Note(cut).Write(fresh), _ => true);
        }

        await RestartAsync();

        Assert.Equal(text, await File.ReadAllTextAsync(Path.Combine(Folder("Study_1"), StudyPlanFile.Name), Cancellation));
        Assert.Equal(before, Directory.GetDirectories(cut.Folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_study_that_was_changed_again_since_is_left_as_it_is()
    {
        await MakeAsync(seeds: 1);
        StudyDirectory study = StudyDirectory.Open(Folder("Study_1"));
        StudyPlan after = study.Plan.With(seeds: [9]);
        rig.Get<LaunchIntents>().Begin(new LaunchIntent("0123", Folder(""), "ada", DateTimeOffset.UtcNow,
            new StudyChange("Study_1", StudyPlanFile.Text(study.Plan), StudyPlanFile.Text(after), [])));
        study.Change(after.With(seeds: [10]), null);

        await RestartAsync();

        Assert.Equal([1, 9, 10], StudyDirectory.Open(Folder("Study_1")).Plan.Seeds);
    }

    [Fact]
    public async Task A_launch_that_cannot_write_its_folders_leaves_no_study()
    {
        using SmallDisk disk = new(rig.Results, 1024);
        disk.Fill(20_000);

        await Assert.ThrowsAsync<Core.InputException>(() => MakeAsync(seeds: 30));

        Assert.Empty(rig.Runs.All);
        Assert.Empty(rig.Control.Queue);
        Assert.False(Directory.Exists(Folder("")));
    }

    [Fact]
    public async Task A_launched_study_is_unchanged_after_a_restart()
    {
        LaunchedStudy launched = await MakeAsync(new PatientFolds(3), seeds: 1);

        await RestartAsync();

        Assert.Equal(launched.Runs.Select(run => run.Id), rig.Control.Queue.Select(entry => entry.RunId));
        Assert.Equal(launched.Runs.Select(run => run.Study), Made.Select(run => run.Study));
    }

    private StudyPlan Plan => StudyDirectory.Open(Folder("Study_1")).Plan;

    private async Task RestartAsync()
    {
        await rig.StopAsync();
        await rig.StartAsync();
        await rig.UntilAsync(() => rig.Control.Queue.Count > 0);
    }

    private static LaunchNote Note(LaunchIntent intent) =>
        new() { Launch = intent.Id, Runs = 2, Owner = intent.Owner, Created = intent.Begun };
}
