using System.Text.Json.Nodes;

namespace Angioboard.Jobs.Tests.Training;

/// <summary>A run in a folder that the dashboard has created, with its settings.json.</summary>
public sealed class FolderModeTests(SharedStudy study, LargeStudy large) : IClassFixture<LargeStudy>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Run => folder.File("Train_1");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_launched_folder_ends_like_a_run_of_the_command_line()
    {
        Launch(study.Run);

        ProcessOutcome outcome = (await AngioboardProcess.RunAsync("experiment", "--run-folder", Run, "--device-lease", "cpu")).Done();

        Assert.Equal(Run, outcome.Result);
        foreach (string file in new[] { "last.ckpt", Path.GetFileName(RunFiles.Best(study.Run)), "predictions.json", "evaluation.json",
            "split.json" })
            Assert.True(File.ReadAllBytes(Path.Combine(study.Run, file)).SequenceEqual(File.ReadAllBytes(Path.Combine(Run, file))),
                $"{file} differs");
        Assert.Equal(["prepare", "train", "predict", "evaluate"], RunFiles.Events(Run, "phase").Select(line => (string)line["phase"]!));
        Assert.Empty(RunFiles.Events(Run, "resumed"));
        JsonObject[] progress = RunFiles.Events(Run, "progress");
        JsonObject preparing = progress.First(line => line["note"] is not null);
        Assert.InRange((int)preparing["done"]!, 1, (int)preparing["total"]!);
        JsonObject training = progress.First(line => line["loss"] is not null);
        Assert.Equal((2, true), ((int)training["epochs"]!, (double)training["seconds_left"]! > 0));
        Assert.InRange((int)training["frames"]!, 1, 1000);
        JsonObject trainer = RunFiles.Json(Run, "trainer.json");
        Assert.Equal((Run, "cpu"), ((string)trainer["run_folder"]!, (string)trainer["device"]!));
        Assert.Equal((string)RunFiles.Json(study.Run, "settings.json")["fingerprint"]!["sha256"]!,
            (string)RunFiles.Json(Run, "settings.json")["fingerprint"]!["sha256"]!);
    }

    [Fact]
    public async Task A_missing_data_folder_is_reported_in_the_runs_log()
    {
        Launch(study.Run, ("datadir", folder.File("gone")));

        string[] problems = (await AngioboardProcess.RunAsync("experiment", "--run-folder", Run, "--device-lease", "cpu")).Refused();

        JsonObject status = RunFiles.Events(Run)[^1];
        Assert.Equal(("status", "failed"), ((string)status["type"]!, (string)status["status"]!));
        Assert.Equal(string.Join(Environment.NewLine, problems), (string)status["reason"]!);
        Assert.Contains(folder.File("gone"), problems[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unusable_settings_are_also_reported_in_the_runs_log()
    {
        Launch(study.Run, ("lr", -1));

        Assert.Single((await AngioboardProcess.RunAsync("experiment", "--run-folder", Run, "--device-lease", "cpu")).Refused());

        Assert.StartsWith("lr: -1 must be", (string)RunFiles.Events(Run)[^1]["reason"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_in_a_folder_accepts_neither_other_settings_nor_an_output()
    {
        Assert.Contains("its settings come from its settings.json",
            Assert.Single((await AngioboardProcess.RunAsync("experiment", "--run-folder", Run, "--lr", "1")).Refused()),
            StringComparison.Ordinal);
        Assert.Contains("leave out --output",
            Assert.Single((await AngioboardProcess.RunAsync("experiment", "--run-folder", Run, "--output", "x")).Refused()),
            StringComparison.Ordinal);
        Assert.Contains("holds no settings.json",
            Assert.Single((await AngioboardProcess.RunAsync("experiment", "--run-folder", Run)).Refused()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_during_preparation_stops_the_run_at_once()
    {
        Launch(study.Run, ("split", large.Split), ("datadir", large.Folder));
        using AngioboardProcess process = AngioboardProcess.Start("experiment", "--run-folder", Run, "--device-lease", "cpu");
        await process.SaysAsync("decoding frames: 1/");

        process.Send(AngioboardProcess.Terminate);

        (await process.EndAsync()).Ended(130);
        Assert.Equal(["prepare"], RunFiles.Events(Run, "phase").Select(phase => (string?)phase["phase"]));
        Assert.Equal("stopped", (string)RunFiles.Events(Run)[^1]["status"]!);
    }

    [Theory]
    [InlineData("predict")]
    [InlineData("evaluate")]
    public async Task A_signal_after_the_training_stops_the_run_at_once_and_it_can_continue_from_there(string phase)
    {
        Launch(study.Run, ("split", large.Split), ("datadir", large.Folder), ("epochs", 1), ("batch_size", 1));
        using AngioboardProcess process = AngioboardProcess.Start("experiment", "--run-folder", Run, "--device-lease", "cpu");
        await ResumeTests.LoggedAsync(process, Run, $"\"phase\":\"{phase}\"");

        long asked = TimeProvider.System.GetTimestamp();
        process.Send(AngioboardProcess.Terminate);
        (await process.EndAsync()).Ended(130);
        double seconds = TimeProvider.System.GetElapsedTime(asked).TotalSeconds;
        string stopped = (string)RunFiles.Events(Run)[^1]["status"]!;
        (await AngioboardProcess.RunAsync("resume", Run)).Done();

        Assert.InRange(seconds, 0, 20);
        Assert.Equal("stopped", stopped);
        Assert.Equal(["prepare", "train", .. phase == "predict" ? Array.Empty<string>() : ["predict"], phase, "prepare", "predict",
            "evaluate"], RunFiles.Events(Run, "phase").Select(line => (string)line["phase"]!));
        Assert.True(File.Exists(Path.Combine(Run, "evaluation.json")));
    }

    [Fact]
    public async Task A_request_to_finish_early_ends_the_training_and_evaluates_the_best_so_far()
    {
        Launch(study.Run, ("epochs", 100_000));
        using AngioboardProcess process = AngioboardProcess.Start("experiment", "--run-folder", Run, "--device-lease", "cpu");
        await ResumeTests.EpochAsync(process, Run, 2);

        File.WriteAllText(Path.Combine(Run, "finish.request"), "");
        (await process.EndAsync()).Ended(0);

        JsonObject status = RunFiles.Events(Run)[^1];
        Assert.Equal(("finished", true), ((string)status["status"]!, (bool)status["early"]!));
        Assert.True((bool)RunFiles.Events(Run, "phase").Single(phase => (string?)phase["phase"] == "predict")["early"]!);
        Assert.False(File.Exists(Path.Combine(Run, "finish.request")));
        Assert.True(File.Exists(Path.Combine(Run, "evaluation.json")));
        Assert.True(RunFiles.Events(Run, "epoch").Length < 1000);
    }

    [Fact]
    public async Task The_machine_is_sampled_during_the_run()
    {
        Launch(study.Run, ("epochs", 100_000));
        using AngioboardProcess process = AngioboardProcess.Start("experiment", "--run-folder", Run, "--device-lease", "cpu");
        await ResumeTests.LoggedAsync(process, Run, "data_wait_percent");
        process.Send(AngioboardProcess.Terminate);
        (await process.EndAsync()).Ended(130);

        JsonObject system = RunFiles.Events(Run, "system").First(sample => sample["data_wait_percent"] is not null);

        Assert.All(new[] { "cpu_percent", "rss_gb", "memory_used_gb" }, name => Assert.True((double)system[name]! > 0, name));
        Assert.InRange((double)system["data_wait_percent"]!, 0, 100);
        Assert.Null(system["gpu_percent"]);
    }

    /// <summary>Creates the folder like a launch: with a run's settings, some of them changed.</summary>
    private void Launch(string like, params (string Name, JsonNode Value)[] changed)
    {
        JsonObject settings = RunFiles.Json(like, "settings.json");
        settings.Remove("environment");
        settings.Remove("fingerprint");
        foreach ((string name, JsonNode value) in changed) settings[name] = value;
        Directory.CreateDirectory(Run);
        File.WriteAllText(Path.Combine(Run, "settings.json"), settings.ToJsonString());
    }
}
