using System.Diagnostics;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Tests.Queue;

namespace Angioboard.Jobs.Tests.Neighbours;

/// <summary>Pipes, links and endless files in shared folders block nothing and change no files of ours.</summary>
public sealed class SharedFolderTests(SharedStudy shared) : QueueTests(shared)
{
    private string Devices => Path.Combine(rig.DataFolder, "devices");

    private string Inbox => InboxNote.FolderIn(rig.DataFolder);

    private protected override bool Starts => false;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Neighbour.Open(folder.Path);
        Neighbour.Open(rig.DataFolder);
        Neighbour.Open(Devices, write: true);
        Neighbour.Open(Inbox, write: true);
    }

    private protected override QueueRig NewRig()
    {
        const string Finished = """{"seq":0,"time":"2026-01-01T00:00:00Z","type":"status","status":"finished"}""";
        return new(folder, study) { Executable = ScriptedTrainer.Telling(folder, Finished) };
    }

    [Theory]
    [InlineData("mkfifo")]
    [InlineData("truncate -s 1T")]
    [InlineData("ln -s /dev/zero")]
    [InlineData("ln -s /dev/random")]
    public async Task Foreign_files_in_shared_folders_do_not_block_anybody(string make)
    {
        Neighbour.Run(
            $"{make} {Devices}/cpu.holder.json; {make} {Devices}/other.holder.json; {make} {Inbox}/a.json; {make} {Inbox}/b.json");

        await rig.StartAsync();
        Run run = await rig.LaunchAsync();
        await rig.UntilAsync(run.Id, RunStatus.Finished);
        await rig.UntilAsync(() => Directory.GetFiles(Inbox).Length == 0);

        Assert.Null(DeviceHolder.Read(rig.DataFolder, "cpu"));
    }

    [Theory]
    [InlineData("mkdir PLACE")]
    [InlineData("mkdir -p PLACE/inner")]
    [InlineData("mkfifo PLACE")]
    [InlineData("ln -s /dev/zero PLACE")]
    [InlineData("ln -s MADE PLACE")]
    public async Task Something_that_a_neighbour_puts_in_place_of_a_lease_does_not_block_the_device(string make)
    {
        foreach (string place in new[] { "cpu.lease", "cpu.holder.json" })
            Neighbour.Run(make.Replace("PLACE", $"{Devices}/{place}", StringComparison.Ordinal)
                .Replace("MADE", folder.File("made"), StringComparison.Ordinal));

        using (await TakeAsync())
        {
            Assert.Equal(Environment.ProcessId, DeviceHolder.Alive(rig.DataFolder, "cpu")!.Pid);
            HeldException held = await Assert.ThrowsAsync<HeldException>(TakeAsync);
            Assert.Contains($"cpu is held by {folder.Path}", held.Message, StringComparison.Ordinal);
        }
        Assert.False(File.Exists(folder.File("made")));
    }

    [Fact]
    public async Task A_run_waits_while_something_that_only_others_can_remove_is_in_place_of_a_lease()
    {
        Neighbour.Own(Devices);
        Neighbour.Run($"mkdir -p {Devices}/cpu.lease/inner {Devices}/cpu.holder.json/inner");
        await rig.StartAsync();

        Run run = await rig.LaunchAsync();
        await rig.UntilAsync(() => rig.Control.Queue is [{ } entry]
            && entry.Reason == $"{Devices}/cpu.lease: is a folder, not a file; remove it, as {Neighbour.Name}");
        HeldException held = await Assert.ThrowsAsync<HeldException>(TakeAsync);
        Neighbour.Run($"rm -r {Devices}/cpu.lease");
        await rig.UntilAsync(run.Id, RunStatus.Finished);
        using DeviceLease lease = await TakeAsync();

        Assert.Equal($"cpu is blocked: {Devices}/cpu.lease: is a folder, not a file; remove it, as {Neighbour.Name}", held.Message);
        Assert.True(Directory.Exists(Path.Combine(Devices, "cpu.holder.json")));
    }

    [Fact]
    public async Task A_terminal_waits_for_a_lease_that_it_may_not_open()
    {
        string lease = Path.Combine(Devices, "cpu.lease");
        File.WriteAllText(lease, "");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(lease, UnixFileMode.None);

        using AngioboardProcess terminal = Terminal("--no-wait");
        ProcessOutcome outcome = await terminal.EndAsync();

        Assert.Equal(75, outcome.ExitCode);
        Assert.Contains($"error: cpu is blocked: {lease}: may not be read; remove it, as {Environment.UserName}", outcome.Errors,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_left_by_a_neighbours_ended_trainer_are_removed_for_the_next()
    {
        Neighbour.Run(
            $$"""echo '{"pid":999999,"start_ticks":1,"boot_id":"x","run_folder":"/x","device":"cpu","user":"eve","command":"","since":"2026-01-01T00:00:00Z"}' > {{Devices}}/cpu.holder.json""");
        Assert.Equal(999_999, DeviceHolder.Read(rig.DataFolder, "cpu")!.Pid);

        await rig.StartAsync();

        await rig.UntilAsync(() => !File.Exists(Path.Combine(Devices, "cpu.holder.json")));
    }

    [Fact]
    public void Reserving_a_device_does_not_follow_a_neighbours_link()
    {
        string keys = folder.File("authorized_keys", "ssh-ed25519 AAAA\n"u8.ToArray());
        Neighbour.Run(
            $"ln -s {keys} {Devices}/cpu.reservation.json.{Environment.ProcessId}.tmp; ln -s {keys} {Devices}/cpu.reservation.json");

        new DeviceReservation { Owner = "ada", Drained = true }.Write(rig.DataFolder, "cpu");

        Assert.Equal("ssh-ed25519 AAAA\n", File.ReadAllText(keys));
        Assert.Equal("ada", DeviceReservation.Read(rig.DataFolder, "cpu")!.Owner);
        Assert.True(Neighbour.IsRefused($"echo x > {rig.DataFolder}/reservations/cpu.json"));
        Assert.True(Neighbour.IsRefused($"rm -f {rig.DataFolder}/reservations/cpu.json"));
    }

    [Fact]
    public void Reservations_of_older_versions_are_kept_but_not_those_of_a_neighbour()
    {
        File.WriteAllText(Path.Combine(Devices, "cpu.reservation.json"), """{"owner":"ada","drained":true}""");
        Neighbour.Run($$"""echo '{"owner":"eve","drained":true}' > {{Devices}}/GPU-a.reservation.json""");

        FolderRights.Close(new AngioboardOptions { DataFolder = rig.DataFolder });

        Assert.Equal("ada", DeviceReservation.Read(rig.DataFolder, "cpu")!.Owner);
        Assert.False(File.Exists(Path.Combine(Devices, "cpu.reservation.json")));
        Assert.Null(DeviceReservation.Read(rig.DataFolder, "GPU-a"));
    }

    [Fact]
    public async Task A_text_that_is_not_a_folder_does_not_end_the_dashboard()
    {
        string[] notes =
        [
            """{"run_folder":null,"user":null,"pid":1,"start_ticks":1,"boot_id":"x"}""",
            """{"run_folder":"a\u0000b","user":"x","pid":1,"start_ticks":1,"boot_id":"x"}""",
            """{"run_folder":"","user":"x","pid":1,"start_ticks":1,"boot_id":"x"}""",
            """{"run_folder":"here","user":"x","pid":1,"start_ticks":1,"boot_id":"x"}""", "[]", "",
        ];
        for (int i = 0; i < notes.Length; i++) Neighbour.Run($"echo '{notes[i]}' > {Inbox}/{i}.json");

        await rig.StartAsync();
        await rig.UntilAsync(() => Directory.GetFiles(Inbox).Length == 0);

        Run run = await rig.LaunchAsync();
        await rig.UntilAsync(run.Id, RunStatus.Finished);
    }

    [Fact]
    public async Task A_neighbours_terminal_can_use_the_device_and_is_shown()
    {
        AngioboardOptions options = new() { DataFolder = rig.DataFolder, ResultsFolder = rig.Results, Group = "4711" };
        FolderRights.Close(options);
        await rig.StartAsync();

        using AngioboardProcess terminal = Terminal();
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

    private AngioboardProcess Terminal(params string[] options)
    {
        foreach (string path in new[] { study.Folder, Path.GetDirectoryName(study.Folder)!, Path.GetDirectoryName(study.Split)! })
            Neighbour.Open(path);
        Neighbour.Open(folder.File("theirs"), write: true);
        return AngioboardProcess.Start(
            new() { [DataFolder.Variable] = rig.DataFolder, ["HOME"] = folder.File("theirs"), ["ANGIOBOARD_CACHE"] = "none" },
            Neighbour.Arguments(
                [AngioboardProcess.Executable, "experiment", "--output", folder.File("theirs", "out"),
                    .. TinyModel.On(study.Options, "--epochs", "100000", "--device", "cpu"), .. options]), "setpriv");
    }

    private Task<DeviceLease> TakeAsync() => DeviceLease.TakeAsync(
        new LeaseRequest(rig.DataFolder, "cpu", folder.Path, "ada"), TimeSpan.Zero, _ => { }, TimeProvider.System,
        TestContext.Current.CancellationToken);
}
