namespace Angioboard.Jobs.Tests.Training;

/// <summary>A run whose study was moved while it was stopped continues with it in its new place, if the data is the same.</summary>
public sealed class MovedDataTests(SharedStudy study) : IDisposable
{
    private const int Epochs = 40;

    private readonly TemporaryFolder folder = new();

    private string Old => folder.File("study");

    private string New => folder.File("elsewhere");

    private string Run => folder.File("cut", "Train_1");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("resume")]
    [InlineData("experiment", "--run-folder")]
    public async Task It_ends_with_the_same_bytes_as_a_run_whose_data_did_not_move(params string[] verb)
    {
        await StopAndMoveAsync();

        string[] lost = (await AngioboardProcess.RunAsync([.. verb, Run])).Refused();
        ProcessOutcome outcome =
            (await AngioboardProcess.RunAsync([.. verb, Run, "--datadir", New, "--split", Path.Combine(New, "split.json")])).Done();

        Assert.Equal(
            [$"{Old}: this data folder does not exist; restore it, or give its new path: angioboard resume {Run} --datadir FOLDER"], lost);
        string whole = (await AngioboardProcess.RunAsync(Experiment("whole", New))).Done().Result;
        foreach (string file in new[] { "last.ckpt", "predictions.json", "evaluation.json" })
            Assert.True(File.ReadAllBytes(Path.Combine(whole, file)).SequenceEqual(File.ReadAllBytes(Path.Combine(Run, file))),
                $"{file} differs");
        Assert.Equal(New, (string?)RunFiles.Json(Run, "settings.json")["datadir"]);
        Assert.Equal(Path.Combine(New, "split.json"), (string?)RunFiles.Json(Run, "settings.json")["split"]);
        Assert.NotNull(RunFiles.Json(Run, "settings.json")["fingerprint"]);
        string said = $"{Run}: datadir is now {New}; it was {Old}";
        Assert.Contains(said, outcome.Errors, StringComparison.Ordinal);
        Assert.Contains(said, File.ReadAllText(Path.Combine(Run, "console.log")), StringComparison.Ordinal);
        Assert.Contains(said, RunFiles.Events(Run, "log").Select(line => (string)line["text"]!));
    }

    [Fact]
    public async Task The_folder_of_the_frames_is_enough_and_need_not_be_given_again()
    {
        await StopAndMoveAsync();
        using (AngioboardProcess process = AngioboardProcess.Start("resume", Run, "--datadir", New))
        {
            await ResumeTests.LoggedAsync(process, Run, "\"type\":\"resumed\"");
            process.Send(AngioboardProcess.Terminate);
            _ = await process.EndAsync();
        }

        (await AngioboardProcess.RunAsync("resume", Run)).Done();

        Assert.Equal(Path.Combine(New, "split.json"), (string?)RunFiles.Json(Run, "settings.json")["split"]);
        Assert.Equal(Epochs, RunFiles.Events(Run, "epoch").Select(line => (int)line["epoch"]!).Distinct().Count());
    }

    [Fact]
    public async Task Different_data_is_refused_and_the_folder_is_unchanged()
    {
        await StopAndMoveAsync();
        string settings = File.ReadAllText(Path.Combine(Run, "settings.json"));
        byte[] log = File.ReadAllBytes(Path.Combine(Run, "metrics.jsonl"));
        string frame = Directory.GetFiles(New, "*.jpg", SearchOption.AllDirectories)[0];
        File.SetLastWriteTimeUtc(frame, File.GetLastWriteTimeUtc(frame).AddSeconds(-1));

        string other = Assert.Single((await AngioboardProcess.RunAsync("resume", Run, "--datadir", New)).Refused());
        string gone = Assert.Single((await AngioboardProcess.RunAsync("resume", Run, "--datadir", folder.File("nowhere"))).Refused());
        string setting =
            Assert.Single((await AngioboardProcess.RunAsync("experiment", "--run-folder", Run, "--datadir", New, "--lr", "1")).Refused());

        Assert.StartsWith($"{Path.Combine(Run, "settings.json")}: the data changed since the run began (fingerprint ", other,
            StringComparison.Ordinal);
        Assert.StartsWith($"{folder.File("nowhere")}: this data folder does not exist", gone, StringComparison.Ordinal);
        Assert.Equal(
            "run-folder: its settings come from its settings.json; leave out all but where its data is now (split, datadir, patients), or "
                + "start a new run", setting);
        Assert.Equal(settings, File.ReadAllText(Path.Combine(Run, "settings.json")));
        Assert.Equal(log, File.ReadAllBytes(Path.Combine(Run, "metrics.jsonl")));
    }

    [Fact]
    public async Task More_epochs_are_added_once_though_the_data_had_to_be_found_first()
    {
        study.CopyTo(folder);
        (await AngioboardProcess.RunAsync(Experiment("cut", Old, epochs: 1))).Done();
        Directory.Move(Old, New);
        string settings = File.ReadAllText(Path.Combine(Run, "settings.json"));

        string[] lost = (await AngioboardProcess.RunAsync("resume", Run, "--more-epochs", "2")).Refused();
        string between = File.ReadAllText(Path.Combine(Run, "settings.json"));
        (await AngioboardProcess.RunAsync("resume", Run, "--more-epochs", "2", "--datadir", New)).Done();

        Assert.StartsWith($"{Old}: this data folder does not exist", Assert.Single(lost), StringComparison.Ordinal);
        Assert.Equal(settings, between);
        Assert.Equal(3, (int)RunFiles.Json(Run, "settings.json")["epochs"]!);
        Assert.Equal([0, 1, 2], RunFiles.Events(Run, "epoch").Select(line => (int)line["epoch"]!));
    }

    private async Task StopAndMoveAsync()
    {
        study.CopyTo(folder);
        using (AngioboardProcess process = AngioboardProcess.Start(Experiment("cut", Old)))
        {
            await ResumeTests.EpochAsync(process, Run, 3);
            process.Send(AngioboardProcess.Terminate);
            (await process.EndAsync()).Ended(130);
        }
        Directory.Move(Old, New);
    }

    private string[] Experiment(string output, string data, int epochs = Epochs) =>
    [
        "experiment", "--output", folder.File(output),
        .. TinyModel.On(["--split", Path.Combine(data, "split.json"), "--datadir", data, "--data", "phantom"], "--dropout", "0.3",
            "--augmentations", "true", "--epochs", $"{epochs}"),
    ];
}
