using System.Diagnostics;
using Angioboard.Core;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Tests.Queue;
using Angioboard.Jobs.Trainers;

namespace Angioboard.Jobs.Tests.Neighbours;

/// <summary>Pipes, links and files without end in the folders that a box shares stop nothing and change nothing of ours.</summary>
public sealed class SharedFolderTests(SharedStudy study) : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private QueueRig rig = null!;

    private string Devices => Path.Combine(rig.DataFolder, "devices");

    private string Inbox => InboxNote.FolderIn(rig.DataFolder);

    public ValueTask InitializeAsync()
    {
        rig = new QueueRig(folder, study) { Executable = ScriptedTrainer.Telling(folder, """{"seq":0,"time":"2026-01-01T00:00:00Z","type":"status","status":"finished"}""") };
        Neighbour.Open(folder.Path);
        Neighbour.Open(rig.DataFolder);
        Neighbour.Open(Devices, write: true);
        Neighbour.Open(Inbox, write: true);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await rig.DisposeAsync();
        folder.Dispose();
    }

    [Theory]
    [InlineData("mkfifo")]
    [InlineData("truncate -s 1T")]
    [InlineData("ln -s /dev/zero")]
    [InlineData("ln -s /dev/random")]
    public async Task What_is_no_file_of_ours_keeps_nobody_waiting(string make)
    {
        Neighbour.Run($"{make} {Devices}/cpu.holder.json; {make} {Devices}/other.holder.json; {make} {Inbox}/a.json; {make} {Inbox}/b.json");

        await rig.StartAsync();
        Run run = await rig.LaunchAsync();
        await rig.UntilAsync(run.Id, RunStatus.Finished);
        await rig.UntilAsync(() => Directory.GetFiles(Inbox).Length == 0);

        Assert.Null(DeviceHolder.Read(rig.DataFolder, "cpu"));
    }

    [Fact]
    public async Task A_pipe_in_the_place_of_a_lease_is_named()
    {
        Neighbour.Run($"mkfifo {Devices}/cpu.lease");

        InputException refusal = await Assert.ThrowsAsync<InputException>(() => DeviceLease.TakeAsync(
            new LeaseRequest(rig.DataFolder, "cpu", folder.Path, "ada"), TimeSpan.Zero, _ => { }, TimeProvider.System, TestContext.Current.CancellationToken));

        Assert.Equal($"{Devices}/cpu.lease: is a pipe, not a file; move it out", refusal.Message);
    }

    [Fact]
    public async Task A_link_in_the_place_of_a_lease_makes_no_file_elsewhere()
    {
        Neighbour.Run($"ln -s {folder.File("made")} {Devices}/cpu.lease");

        await Assert.ThrowsAsync<InputException>(() => DeviceLease.TakeAsync(
            new LeaseRequest(rig.DataFolder, "cpu", folder.Path, "ada"), TimeSpan.Zero, _ => { }, TimeProvider.System, TestContext.Current.CancellationToken));

        Assert.False(File.Exists(folder.File("made")));
    }

    [Fact]
    public void Reserving_a_device_leaves_alone_what_a_neighbour_links()
    {
        string keys = folder.File("authorized_keys", "ssh-ed25519 AAAA\n"u8.ToArray());
        Neighbour.Run($"ln -s {keys} {Devices}/cpu.reservation.json.{Environment.ProcessId}.tmp; ln -s {keys} {Devices}/cpu.reservation.json");

        new DeviceReservation { Owner = "ada", Drained = true }.Write(rig.DataFolder, "cpu");

        Assert.Equal("ssh-ed25519 AAAA\n", File.ReadAllText(keys));
        Assert.Equal("ada", DeviceReservation.Read(rig.DataFolder, "cpu")!.Owner);
        Assert.True(Neighbour.IsRefused($"echo x > {rig.DataFolder}/reservations/cpu.json"));
        Assert.True(Neighbour.IsRefused($"rm -f {rig.DataFolder}/reservations/cpu.json"));
    }

    [Fact]
    public void Reservations_of_older_versions_are_taken_over_and_a_neighbours_are_not()
    {
        File.WriteAllText(Path.Combine(Devices, "cpu.reservation.json"), """{"owner":"ada","drained":true}""");
        Neighbour.Run($$"""echo '{"owner":"eve","drained":true}' > {{Devices}}/GPU-a.reservation.json""");

        FolderRights.Close(new AngioboardOptions { DataFolder = rig.DataFolder });

        Assert.Equal("ada", DeviceReservation.Read(rig.DataFolder, "cpu")!.Owner);
        Assert.False(File.Exists(Path.Combine(Devices, "cpu.reservation.json")));
        Assert.Null(DeviceReservation.Read(rig.DataFolder, "GPU-a"));
    }

    [Fact]
    public async Task A_text_that_names_no_folder_does_not_end_the_dashboard()
    {
        string[] notes =
        [
            """{"run_folder":null,"user":null,"pid":1,"start_ticks":1,"boot_id":"x"}""", """{"run_folder":"a\u0000b","user":"x","pid":1,"start_ticks":1,"boot_id":"x"}""",
            """{"run_folder":"","user":"x","pid":1,"start_ticks":1,"boot_id":"x"}""", """{"run_folder":"here","user":"x","pid":1,"start_ticks":1,"boot_id":"x"}""", "[]", "",
        ];
        for (int i = 0; i < notes.Length; i++) Neighbour.Run($"echo '{notes[i]}' > {Inbox}/{i}.json");

        await rig.StartAsync();
        await rig.UntilAsync(() => Directory.GetFiles(Inbox).Length == 0);

        Run run = await rig.LaunchAsync();
        await rig.UntilAsync(run.Id, RunStatus.Finished);
    }

    [Fact]
    public async Task A_neighbours_terminal_shares_the_device_and_is_shown()
    {
        AngioboardOptions options = new() { DataFolder = rig.DataFolder, ResultsFolder = rig.Results, Group = "4711" };
        FolderRights.Close(options);
        foreach (string path in new[] { study.Folder, Path.GetDirectoryName(study.Folder)!, Path.GetDirectoryName(study.Split)! }) Neighbour.Open(path);
        Neighbour.Open(folder.File("theirs"), write: true);
        await rig.StartAsync();

        using AngioboardProcess terminal = AngioboardProcess.Start(
            new() { [DataFolder.Variable] = rig.DataFolder, ["HOME"] = folder.File("theirs"), ["ANGIOBOARD_CACHE"] = "none" },
            Neighbour.Arguments([AngioboardProcess.Executable, "experiment", "--output", folder.File("theirs", "out"), .. TinyModel.On(study.Options, "--epochs", "100000", "--device", "cpu")]), "setpriv");
        await rig.UntilAsync(() => rig.Runs.All.Count > 0);
        Run live = await rig.UntilAsync(rig.Runs.All[0].Id, run => run.Status == RunStatus.Running && run.EpochsDone > 1);
        Run waiting = await rig.LaunchAsync();
        await rig.UntilAsync(() => rig.Control.Queue is [{ } entry] && entry.Reason.Contains(live.Id, StringComparison.Ordinal));
        terminal.Send(AngioboardProcess.Terminate);
        (await terminal.EndAsync()).Ended(130);
        await rig.UntilAsync(waiting.Id, RunStatus.Finished);
        Run stopped = await rig.UntilAsync(live.Id, RunStatus.Stopped);

        Assert.Equal((Neighbour.Name, Neighbour.User), (stopped.Owner, stopped.OtherUser));
    }
}
