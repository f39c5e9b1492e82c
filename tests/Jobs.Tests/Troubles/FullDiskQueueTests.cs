using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Supervision;
using Angioboard.Jobs.Tests.Queue;

namespace Angioboard.Jobs.Tests.Troubles;

/// <summary>The queue with the database, the results or both on a disk that fills up and gets space again.</summary>
public sealed class FullDiskQueueTests(SharedStudy shared) : QueueTests(shared)
{
    private readonly List<SmallDisk> disks = [];

    private protected override bool Starts => false;

    public override async ValueTask DisposeAsync()
    {
        await rig.DisposeAsync();
        foreach (SmallDisk disk in disks) disk.Dispose();
        await base.DisposeAsync();
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_run_that_ends_in_the_meantime_is_saved_and_the_next_one_starts_once_there_is_space(bool data, bool results)
    {
        if (data) disks.Add(new SmallDisk(rig.DataFolder, 16_384));
        if (results) disks.Add(new SmallDisk(rig.Results, 16_384));
        await rig.StartAsync();
        Run first = await rig.LaunchAsync(epochs: 60), second = await rig.LaunchAsync();
        await rig.UntilAsync(first.Id, run => run.EpochsDone >= 3);

        foreach (SmallDisk disk in disks) disk.Fill();
        if (data) await rig.UntilAsync(() => rig.Get<Database>().Trouble is not null);
        // A run whose results have space ends in the meantime; the other waits.
        if (!results) await rig.UntilAsync(() => RunState.Of(new RunFolder(first.Folder).Metrics).Status is not null);
        else await Task.Delay(3000, TestContext.Current.CancellationToken);
        Assert.False(rig.Runs.Find(first.Id)!.Status.IsFinal());
        foreach (SmallDisk disk in disks) disk.Free();

        Run ended = await rig.UntilAsync(first.Id, RunStatus.Finished);
        await rig.UntilAsync(second.Id, RunStatus.Finished);
        Assert.Equal((60, 3), (ended.EpochsDone, ended.Splits.Count));
        Assert.Equal(Enumerable.Range(0, 60), rig.Runs.Epochs(first.Id).Select(epoch => epoch.Epoch));
        Assert.Empty(RunFiles.Events(first.Folder, "resumed"));
        Assert.Null(rig.Get<Database>().Trouble);
    }

    [Fact]
    public async Task A_run_that_finds_no_space_when_it_starts_waits_for_it()
    {
        SmallDisk disk = new(rig.Results, 16_384);
        disks.Add(disk);
        (IReadOnlyList<DeviceState> devices, rig.Devices) = (rig.Devices, []);
        await rig.StartAsync();
        Run run = await rig.LaunchAsync();
        await rig.StopAsync();
        disk.Fill();
        rig.Devices = devices;

        await rig.StartAsync();
        Run waits = await rig.UntilAsync(run.Id, found => found.Reason?.Contains("is full or read-only", StringComparison.Ordinal) == true);
        disk.Free();

        Assert.Equal((RunStatus.Queued, 0), (waits.Status, waits.Deaths));
        Assert.Equal(3, (await rig.UntilAsync(run.Id, RunStatus.Finished)).Splits.Count);
    }

    [Fact]
    public async Task A_failed_submit_says_why_and_leaves_nothing()
    {
        SmallDisk disk = new(rig.DataFolder, 6144);
        disks.Add(disk);
        await rig.StartAsync();
        Run run = await rig.LaunchAsync();
        await rig.UntilAsync(run.Id, RunStatus.Finished);
        disk.Fill();
        rig.Get<Database>().Check();

        Core.InputException failed = await Assert.ThrowsAnyAsync<Core.InputException>(async () =>
        {
            while (true) await SubmitAsync();
        });

        Assert.Contains("The database cannot be written: the disk is full.", failed.Message, StringComparison.Ordinal);
        int made = rig.Runs.All.Count;
        await Assert.ThrowsAnyAsync<Core.InputException>(SubmitAsync);
        Assert.Equal(made, Directory.GetDirectories(Path.Combine(rig.Results, "demo")).Length);
        disk.Free();
        await rig.UntilAsync(() => rig.Get<Database>().Trouble is null);
        await SubmitAsync();
        await rig.UntilAsync(() => rig.Runs.All.Count == made + 1
            && Directory.GetDirectories(Path.Combine(rig.Results, "demo")).Length == made + 1);
    }

    private Task<IReadOnlyList<Run>> SubmitAsync() => rig.Control.LaunchAsync(
        Actor.Owner("ada"), new LaunchRequest { Settings = [rig.Settings()], Experiment = "demo" },
        TestContext.Current.CancellationToken);
}
