using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Hosting;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Hangfire;
using Hangfire.Storage;

namespace Angioboard.Jobs.Tests.Queue;

/// <summary>Who gets which device when, with a script in place of the trainer.</summary>
public sealed class SchedulerTests(SharedStudy shared) : QueueTests(shared)
{
    private protected override QueueRig NewRig() => new(folder, study) { Executable = ScriptedTrainer.Waiting(folder) };

    [Fact]
    public async Task Owners_take_turns_and_reorder_their_own()
    {
        List<string> ada = [];
        for (int i = 0; i < 4; i++) ada.Add((await rig.LaunchAsync(owner: "ada")).Id);
        await rig.UntilAsync(ada[0], RunStatus.Running);
        string bob = (await rig.LaunchAsync(owner: "bob")).Id;

        Assert.Equal([bob, ada[1], ada[2], ada[3]], rig.Control.Queue.Select(entry => entry.RunId));
        Assert.All(rig.Control.Queue, entry => Assert.Equal($"the processor is in use by {ada[0]} (ada)", entry.Reason));
        rig.Control.Move(Actor.Owner("ada"), ada[3], -2);
        rig.Control.Move(Actor.Owner("ada"), bob, 1);

        string[] expected = [bob, ada[3], ada[1], ada[2]];
        Assert.Equal(expected, rig.Control.Queue.Select(entry => entry.RunId));
        Assert.Equal([1, 2, 3, 4], rig.Control.Queue.Select(entry => entry.Position));
        string before = ada[0];
        foreach (string next in expected)
        {
            Go(before);
            await rig.UntilAsync(next, RunStatus.Running);
            before = next;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_run_without_a_number_of_threads_gets_a_share_of_the_processors(int gpus)
    {
        if (gpus > 0)
            rig.Devices = [.. Enumerable.Range(0, gpus).Select(i => new DeviceState { Id = $"GPU-{i}", Name = $"GPU {i}", Index = i })];
        RunSettings untold = rig.Settings() with { Threads = null, Device = "auto" };

        IReadOnlyList<Run> runs = await rig.Control.LaunchAsync(
            Actor.Owner("ada"), new LaunchRequest { Settings = [untold, untold with { Threads = 3 }], Experiment = "demo" }, Cancellation);

        int share = Math.Max(1, Environment.ProcessorCount / Math.Max(1, gpus));
        Assert.Equal([share, 3], runs.Select(run => run.Settings.Threads!.Value));
        Assert.Equal([share, 3], runs.Select(run => (int)SettingsFile.Read(new RunFolder(run.Folder).Settings)["threads"]!));
    }

    [Fact]
    public async Task The_queue_survives_the_dashboard()
    {
        string running = (await rig.LaunchAsync()).Id, one = (await rig.LaunchAsync()).Id, two = (await rig.LaunchAsync()).Id;
        await rig.UntilAsync(running, RunStatus.Running);
        rig.Control.Move(Actor.Owner("ada"), two, -1);

        rig.Devices = [];
        await rig.StopAsync();
        await rig.StartAsync();
        await rig.UntilAsync(() => rig.Control.Queue.Count == 3);

        Assert.Equal([running, two, one], rig.Control.Queue.Select(entry => entry.RunId));
    }

    [Fact]
    public async Task Each_device_has_one_run_and_a_requested_device_is_used()
    {
        rig.Devices =
        [
            new DeviceState { Id = "GPU-a", Name = "GPU 0", Index = 0 },
            new DeviceState { Id = "GPU-b", Name = "GPU 1", Index = 1, Drained = true },
        ];
        string any = await LaunchAsync("auto"), first = await LaunchAsync("cuda:0"), second = await LaunchAsync("cuda:1");
        await rig.UntilAsync(any, RunStatus.Running);

        Assert.Equal("GPU-a", rig.Runs.Find(any)!.Device);
        Assert.Equal(["GPU 0 is in use by demo/Train_1 (ada)", "GPU 1 is drained: an administrator lets no run start on it"],
            rig.Control.Queue.Select(entry => entry.Reason));
        rig.Devices = [rig.Devices[0], rig.Devices[1] with { Drained = false }];
        await rig.UntilAsync(second, RunStatus.Running);
        Assert.Equal(RunStatus.Queued, rig.Runs.Find(first)!.Status);
        InputException refused = await Assert.ThrowsAsync<InputException>(() => LaunchAsync("cpu"));
        Assert.Contains("runs can use GPU 0, GPU 1 here", refused.Message, StringComparison.Ordinal);
        Go(any);
        Go(second);
        await rig.UntilAsync(first, RunStatus.Running);
    }

    [Fact]
    public async Task A_full_disk_pauses_the_queue()
    {
        rig.FreeBytes = 1_000_000;
        await rig.UntilAsync(() => rig.Control.Paused is not null);
        string id = (await rig.LaunchAsync()).Id;

        await rig.UntilAsync(() => rig.Control.Queue is [{ } waits] && waits.Reason == rig.Control.Paused);
        Assert.Contains("0.0 GB free and runs need 1.0 GB", rig.Control.Paused, StringComparison.Ordinal);
        rig.FreeBytes = long.MaxValue;
        await rig.UntilAsync(id, RunStatus.Running);
        Assert.Null(rig.Control.Paused);
    }

    [Fact]
    public async Task A_job_that_is_started_twice_is_done_once()
    {
        Run run = await rig.LaunchAsync();
        await rig.UntilAsync(run.Id, RunStatus.Running);

        string again = rig.Get<IBackgroundJobClient>()
            .Enqueue<RunJob>(RunJob.QueueName, job => job.ExecuteAsync(run.Id, "cpu", CancellationToken.None));
        using IStorageConnection connection = rig.Get<JobStorage>().GetConnection();
        await rig.UntilAsync(() => connection.GetStateData(again)?.Name == "Succeeded");
        Go(run.Id);
        await rig.UntilAsync(run.Id, RunStatus.Finished);

        Assert.Single(File.ReadAllLines(Path.Combine(run.Folder, "starts")));
    }

    [Fact]
    public async Task A_trainer_that_dies_twice_without_a_checkpoint_fails_with_its_last_lines()
    {
        rig.Executable = ScriptedTrainer.Dying(folder);
        await rig.StopAsync();
        await rig.StartAsync();

        Run run = await rig.LaunchAsync();
        Run failed = await rig.UntilAsync(run.Id, RunStatus.Failed);

        Assert.Equal(2, failed.Deaths);
        Assert.Contains("SIGKILL", failed.Reason, StringComparison.Ordinal);
        Assert.EndsWith("out of luck", failed.Reason, StringComparison.Ordinal);
        Assert.Equal(2, File.ReadAllLines(Path.Combine(run.Folder, "starts")).Length);
    }

    [Fact]
    public async Task A_trainer_that_ignores_a_stop_is_killed()
    {
        rig.Executable = ScriptedTrainer.Deaf(folder);
        rig.KillAfter = TimeSpan.FromSeconds(1);
        await rig.StopAsync();
        await rig.StartAsync();
        Run run = await rig.LaunchAsync();
        await rig.UntilAsync(run.Id, RunStatus.Running);
        await rig.UntilAsync(() => File.Exists(Path.Combine(run.Folder, "starts")));

        Stopwatch taken = Stopwatch.StartNew();
        await rig.Control.StopAsync(Actor.Owner("ada"), run.Id, Cancellation);
        Assert.Equal(RunStatus.Stopping, rig.Runs.Find(run.Id)!.Status);
        await rig.UntilAsync(run.Id, RunStatus.Stopped);

        Assert.True(taken.Elapsed >= rig.KillAfter, $"killed after {taken.Elapsed}");
    }

    [Fact]
    public async Task A_queued_run_leaves_the_queue_at_once()
    {
        Run running = await rig.LaunchAsync(), queued = await rig.LaunchAsync();
        await rig.UntilAsync(running.Id, RunStatus.Running);

        await rig.Control.StopAsync(Actor.Owner("bob"), queued.Id, Cancellation);

        Assert.Equal((RunStatus.Stopped, "taken out of the queue by bob"),
            (rig.Runs.Find(queued.Id)!.Status, rig.Runs.Find(queued.Id)!.Reason));
        Assert.Empty(rig.Control.Queue);
    }

    [Fact]
    public async Task All_runs_of_a_launch_are_made_or_none()
    {
        LaunchRequest request = new() { Settings = [rig.Settings(), rig.Settings() with { Seed = 1 }], Experiment = "two" };
        IReadOnlyList<Run> runs = await rig.Control.LaunchAsync(Actor.Owner("ada"), request, Cancellation);
        LaunchRequest[] bad =
        [
            request with { Settings = [rig.Settings(), rig.Settings() with { Datadir = folder.File("gone") }] },
            request with { Settings = [rig.Settings(), rig.Settings() with { BatchSize = 0 }] },
            request with { Experiment = "../up" },
        ];

        Assert.Equal(["two/Train_1", "two/Train_2"], runs.Select(run => run.Id));
        Assert.NotNull(runs[0].Launch);
        Assert.Equal(runs[0].Launch, runs[1].Launch);
        foreach (LaunchRequest wrong in bad)
            await Assert.ThrowsAsync<InputException>(() => rig.Control.LaunchAsync(Actor.Owner("ada"), wrong, Cancellation));
        Assert.Equal(2, rig.Runs.All.Count);
        Assert.Equal(2, Directory.GetDirectories(Path.Combine(rig.Results, "two")).Length);
    }

    [Fact]
    public async Task Many_runs_are_expected_to_start_one_after_the_other()
    {
        Run first = await rig.LaunchAsync();
        await FinishAsync(first);
        rig.Runs.Update(first.Id, r => r with { Started = r.Ended!.Value.AddMinutes(-10) });
        Run running = await rig.LaunchAsync(), next = await rig.LaunchAsync(), last = await rig.LaunchAsync();
        await rig.UntilAsync(running.Id, RunStatus.Running);
        DateTimeOffset now = DateTimeOffset.UtcNow;

        await rig.UntilAsync(() => rig.Control.Queue is [{ ExpectedStart: not null }, _]);
        DateTimeOffset?[] starts = [.. rig.Control.Queue.Select(entry => entry.ExpectedStart)];

        Assert.Equal([next.Id, last.Id], rig.Control.Queue.Select(entry => entry.RunId));
        Assert.InRange(starts[0]!.Value - now, TimeSpan.FromMinutes(9.5), TimeSpan.FromMinutes(10.5));
        Assert.InRange(starts[1]!.Value - now, TimeSpan.FromMinutes(19.5), TimeSpan.FromMinutes(20.5));
    }

    [Fact]
    public async Task The_dashboard_can_end_during_a_run()
    {
        Run run = await rig.LaunchAsync();
        await rig.UntilAsync(run.Id, RunStatus.Running);

        // The trainer runs until it may end: waiting for it would hang.
        await rig.StopAsync().WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        await rig.StartAsync();
        Go(run.Id);
        await rig.UntilAsync(run.Id, RunStatus.Finished);
    }

    [Fact]
    public async Task The_end_of_a_run_is_posted_to_a_webhook()
    {
        using HttpListener listener = new();
        int port = Random.Shared.Next(20_000, 60_000);
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        rig.Webhook = new Uri($"http://127.0.0.1:{port}/hook");
        Run run = await rig.LaunchAsync();

        Go(run.Id);
        HttpListenerContext call = await listener.GetContextAsync().WaitAsync(TimeSpan.FromMinutes(2), Cancellation);
        JsonNode told = (await JsonNode.ParseAsync(call.Request.InputStream, cancellationToken: Cancellation))!;
        call.Response.Close();

        Assert.Equal(("demo/Train_1", "finished", "http://box/runs/demo/Train_1"),
            ((string?)told["run"], (string?)told["status"], (string?)told["link"]));
    }

    [Fact]
    public async Task A_silent_trainer_is_reported_as_hanging()
    {
        await rig.StopAsync();
        rig.HangMinutes = 0.005;
        await rig.StartAsync();

        Run run = await rig.LaunchAsync();
        Run hanging = await rig.UntilAsync(run.Id, r => r.Reason is not null);

        Assert.Equal((RunStatus.Running, true), (hanging.Status, hanging.Hangs));
        Assert.StartsWith("hangs: ", hanging.Reason, StringComparison.Ordinal);
    }

    private async Task<string> LaunchAsync(string device) => (await rig.Control.LaunchAsync(
        Actor.Owner("ada"), new LaunchRequest { Settings = [rig.Settings() with { Device = device }], Experiment = "demo" },
        Cancellation))[0].Id;

    private async Task FinishAsync(Run run)
    {
        Go(run.Id);
        await rig.UntilAsync(run.Id, RunStatus.Finished);
        await rig.UntilReleasedAsync(run.Id);
    }

    private void Go(string id) => File.WriteAllText(Path.Combine(rig.Runs.Find(id)!.Folder, "go"), "");
}
