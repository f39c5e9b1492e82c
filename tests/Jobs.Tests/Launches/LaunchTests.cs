using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Adoption;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Tests.Queue;

namespace Angioboard.Jobs.Tests.Launches;

/// <summary>A launch is all or nothing: what a killed dashboard left is removed, and folders restore what the database lost.</summary>
public sealed class LaunchTests(SharedStudy shared) : QueueTests(shared)
{
    private static readonly RequestMark mark = new(new string('a', 64), new string('b', 64));

    // Nothing starts: only the launch itself is tested.
    private protected override QueueRig NewRig() => new(folder, study) { Devices = [] };

    [Fact]
    public async Task Folders_of_an_interrupted_launch_are_gone_after_a_restart()
    {
        IReadOnlyList<Run> whole = await LaunchAsync(3);
        LaunchIntent cut = new("0123", Path.Combine(rig.Results, "demo"), "ada", DateTimeOffset.UtcNow),
            fresh = cut with { Id = "4567", Folder = Path.Combine(rig.Results, "fresh") };
        foreach (LaunchIntent intent in new[] { cut, fresh })
        {
            rig.Get<LaunchIntents>().Begin(intent);
            RunFolder.Create(intent.Folder, LaunchIntents.Stage(intent, 0), made => Note(intent).Write(made), _ => true);
            Directory.CreateDirectory(Path.Combine(intent.Folder, LaunchIntents.Stage(intent, 1)));
        }
        // Somebody trains in a terminal in the meantime.
        RunFolder terminal = RunFolder.Create(cut.Folder);

        await rig.StopAsync();
        await rig.StartAsync();
        await rig.UntilAsync(() => rig.Runs.All.Count == 4 && rig.Control.Queue.Count == 3);

        Assert.Equal([.. whole.Select(run => run.Folder), terminal.Path], Directory.GetDirectories(cut.Folder).Order());
        Assert.False(Directory.Exists(fresh.Folder));
        Assert.Equal(whole.Select(run => run.Id), rig.Control.Queue.Select(entry => entry.RunId));
    }

    [Fact]
    public async Task A_reindex_does_not_take_folders_of_an_interrupted_launch_for_runs()
    {
        IReadOnlyList<Run> whole = await LaunchAsync(2);
        LaunchIntent cut = new("0123", Path.Combine(rig.Results, "demo"), "ada", DateTimeOffset.UtcNow);
        rig.Get<LaunchIntents>().Begin(cut);
        RunFolder made = RunFolder.Create(cut.Folder);
        Note(cut).Write(made);
        File.Copy(Path.Combine(whole[0].Folder, "settings.json"), made.Settings);
        await rig.StopAsync();

        ReindexReport report = Reindex.Run(rig.DataFolder, rig.Results, TimeProvider.System, Cancellation);
        await rig.StartAsync();
        await rig.UntilAsync(() => !Directory.Exists(made.Path));

        Assert.Equal((2, 2, 0), (report.Runs, report.Noted, report.Gone));
        Assert.Equal(whole.Select(run => run.Id), rig.Runs.All.Select(run => run.Id).Order());
    }

    [Fact]
    public async Task A_launch_is_unchanged_after_a_restart()
    {
        IReadOnlyList<Run> launched = await LaunchAsync(5);

        await rig.StopAsync();
        await rig.StartAsync();
        await rig.UntilAsync(() => rig.Control.Queue.Count == 5);

        Assert.Equivalent(launched, rig.Runs.All.OrderBy(run => run.Key));
        Assert.Equal(launched.Select(run => run.Id), rig.Control.Queue.Select(entry => entry.RunId));
    }

    [Fact]
    public async Task A_new_database_reads_owners_and_names_of_runs_from_their_folders()
    {
        IReadOnlyList<Run> launched = await LaunchAsync(2);
        await rig.StopAsync();
        foreach (string file in Directory.GetFiles(rig.DataFolder, "*.db")) File.Delete(file);

        await rig.StartAsync();
        await rig.UntilAsync(() => rig.Runs.All.Count == 2);

        foreach (Run run in launched)
        {
            Run found = rig.Runs.Find(run.Id)!;
            Assert.Equal((run.Owner, run.Name, run.Note, run.Launch, run.Created, mark),
                (found.Owner, found.Name, found.Note, found.Launch, found.Created, found.Request));
            Assert.Equal(run.Tags, found.Tags);
        }
    }

    [Fact]
    public async Task A_launch_that_cannot_write_its_folders_leaves_nothing()
    {
        using SmallDisk disk = new(rig.Results, 1024);
        disk.Fill(20_000);

        InputException failed = await Assert.ThrowsAsync<InputException>(() => LaunchAsync(20));

        Assert.Contains("the disk is full", failed.Message, StringComparison.Ordinal);
        Assert.Empty(rig.Runs.All);
        Assert.Empty(rig.Control.Queue);
        Assert.False(Directory.Exists(Path.Combine(rig.Results, "demo")));
        Assert.Empty(rig.Get<Database>().Documents("launches"));
    }

    private Task<IReadOnlyList<Run>> LaunchAsync(int runs) => rig.Control.LaunchAsync(
        Actor.Owner("ada"),
        new LaunchRequest { Settings = [.. Enumerable.Range(0, runs).Select(seed => rig.Settings() with { Seed = seed })],
            Experiment = "demo", Name = "Ärztin", Note = "a note", Tags = ["a", "b"], Mark = mark },
        Cancellation);

    private static LaunchNote Note(LaunchIntent intent) =>
        new() { Launch = intent.Id, Runs = 2, Owner = intent.Owner, Created = intent.Begun };
}
