using System.Text.Json.Nodes;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Tests.Training;

namespace Angioboard.Jobs.Tests.Leases;

/// <summary>Two runs do not compute on one device, nor work in one folder.</summary>
public sealed class LeaseTests(SharedStudy study) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Data => folder.File("data");

    private Dictionary<string, string> Shared => new() { [DataFolder.Variable] = Data };

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_run_waits_for_a_held_device_and_says_who_holds_it()
    {
        using AngioboardProcess first = Start(100_000);
        await ResumeTests.EpochAsync(first, folder.File("results", "Train_1"), 0);
        using AngioboardProcess second = Start(1);
        await second.SaysAsync("waiting for cpu: held by");

        TrainerFile holder = DeviceHolder.Alive(Data, "cpu")!;
        ProcessOutcome refused = await AngioboardProcess.RunAsync(Shared, [.. Experiment(1), "--no-wait"]);
        first.Send(AngioboardProcess.Terminate);
        (await first.EndAsync()).Ended(130);
        ProcessOutcome waited = (await second.EndAsync()).Ended(0);

        Assert.Equal((first.Id, folder.File("results", "Train_1")), (holder.Pid, holder.RunFolder));
        Assert.Contains($"held by {holder.RunFolder} of {holder.User} (process {first.Id})", waited.Errors, StringComparison.Ordinal);
        Assert.Equal(75, refused.ExitCode);
        Assert.Contains("error: cpu is held by ", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(folder.File("results", "Train_2"), waited.Result);
        Assert.False(holder.IsAlive);
        Assert.Null(DeviceHolder.Alive(Data, "cpu"));
    }

    [Fact]
    public async Task A_killed_run_holds_nothing()
    {
        using AngioboardProcess first = Start(100_000);
        await ResumeTests.EpochAsync(first, folder.File("results", "Train_1"), 0);
        first.Send(AngioboardProcess.Kill);
        await first.EndAsync();

        Assert.Equal(first.Id, DeviceHolder.Read(Data, "cpu")!.Pid);
        Assert.Null(DeviceHolder.Alive(Data, "cpu"));
        (await AngioboardProcess.RunAsync(Shared, [.. Experiment(1), "--no-wait"])).Done();
    }

    [Fact]
    public async Task A_folder_in_use_by_a_trainer_is_refused_to_another()
    {
        using AngioboardProcess first = Start(100_000);
        string run = folder.File("results", "Train_1");
        await ResumeTests.EpochAsync(first, run, 0);

        ProcessOutcome outcome = await AngioboardProcess.RunAsync("experiment", "--run-folder", run, "--device-lease", "cpu");

        Assert.Equal(75, outcome.ExitCode);
        Assert.Contains($"error: {run}: process {first.Id} of {Environment.UserName} works on this run already", outcome.Errors,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reserved_device_is_only_for_its_owner_and_a_drained_one_for_nobody()
    {
        new DeviceReservation { Owner = "ann", Until = DateTimeOffset.UtcNow.AddHours(1), Reason = "a paper" }.Write(Data, "cpu");
        ProcessOutcome other = await AngioboardProcess.RunAsync(Shared, [.. Experiment(1), "--no-wait", "--owner", "bob"]);
        (await AngioboardProcess.RunAsync(Shared, [.. Experiment(1), "--no-wait", "--owner", "ann"])).Done();
        new DeviceReservation { Owner = "ann", Drained = true }.Write(Data, "cpu");
        ProcessOutcome drained = await AngioboardProcess.RunAsync(Shared, [.. Experiment(1), "--no-wait", "--owner", "ann"]);
        new DeviceReservation { Owner = "ann", Until = DateTimeOffset.UtcNow.AddMinutes(-1) }.Write(Data, "cpu");
        (await AngioboardProcess.RunAsync(Shared, [.. Experiment(1), "--no-wait", "--owner", "bob"])).Done();

        Assert.Equal((75, 75), (other.ExitCode, drained.ExitCode));
        Assert.Matches("error: cpu is reserved by ann until .+: a paper", other.Errors);
        Assert.Contains("error: cpu is drained by ann", drained.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_of_a_terminal_announces_itself()
    {
        string run = (await AngioboardProcess.RunAsync(Shared, Experiment(1))).Done().Result;

        JsonObject note = RunFiles.Json(Assert.Single(Directory.GetFiles(InboxNote.FolderIn(Data))));
        JsonObject trainer = RunFiles.Json(run, "trainer.json");

        Assert.Equal(run, (string)note["run_folder"]!);
        Assert.All(new[] { "run_folder", "user", "pid", "start_ticks", "boot_id" },
            name => Assert.Equal(trainer[name]!.ToJsonString(), note[name]!.ToJsonString()));
        Assert.StartsWith("train --output", (string)trainer["command"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_is_distinguished_from_a_later_one_with_its_number()
    {
        ProcessIdentity self = ProcessIdentity.Current();

        Assert.True(self.IsAlive());
        Assert.False((self with { StartTicks = self.StartTicks - 1 }).IsAlive());
        Assert.False((self with { BootId = "another" }).IsAlive());

        TrainerFile here = TrainerFile.Own("/results/demo/Train_1", "slurm:gpu", "ada", DateTimeOffset.UtcNow),
            there = here with { Host = "n1", SlurmJob = "12" };
        Assert.Equal((true, Environment.MachineName), (here.IsAlive, here.Host));
        Assert.True((here with { Host = null }).IsAlive); // a file of an older version
        // The same number of another machine is another process, even where both give the same boot.
        Assert.Equal((false, $"process {here.Pid} on n1, Slurm job 12"), (there.IsAlive, there.Place));
        Assert.Null(ProcessIdentity.Of(int.MaxValue));
    }

    private AngioboardProcess Start(int epochs) => AngioboardProcess.Start(Shared, Experiment(epochs));

    private string[] Experiment(int epochs) =>
        ["train", "--output", folder.File("results"), .. TinyModel.On(study.Options, "--epochs", $"{epochs}")];
}
