using System.Text.Json.Nodes;
using Angioboard.Core.RunFolders;

namespace Angioboard.Jobs.Tests.Training;

/// <summary>
/// An interrupted run continues and ends like one that was never interrupted: with dropout, augmentation, accumulation and a scheduler.
/// </summary>
public sealed class ResumeTests(SharedStudy study) : IDisposable
{
    private static readonly string[] Random =
    [
        "--dropout", "0.3", "--augmentations", "true", "--shuffle", "true", "--batch-size", "1", "--accumulate-grad-batches", "2",
        "--scheduler", "cosine",
        "--warmup-steps", "3", "--grad-clip", "1", "--bidirectional", "true", "--balance-classes", "true", "--freeze-backbone-epochs", "1",
    ];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(AngioboardProcess.Terminate)]
    [InlineData(AngioboardProcess.Kill)]
    public async Task A_run_ended_by_a_signal_continues_to_the_same_bytes(int signal)
    {
        const int epochs = 40;
        string whole = (await AngioboardProcess.RunAsync(Experiment("whole", epochs))).Done().Result, cut;
        using (AngioboardProcess process = AngioboardProcess.Start(Experiment("cut", epochs)))
        {
            cut = folder.File("cut", "Train_1");
            await EpochAsync(process, cut, 5);
            process.Send(signal);
            Assert.Equal(signal == AngioboardProcess.Kill ? 137 : 130, (await process.EndAsync()).ExitCode);
        }
        int before = RunFiles.Events(cut, "epoch").Length;
        Assert.InRange(before, 5, epochs - 1);

        ProcessOutcome outcome = (await AngioboardProcess.RunAsync("experiment", "--run-folder", cut)).Done();

        Assert.Equal(cut, outcome.Result);
        foreach (string file in new[] { "last.ckpt", Path.GetFileName(RunFiles.Best(whole)), "predictions.json", "evaluation.json" })
            Assert.True(File.ReadAllBytes(Path.Combine(whole, file)).SequenceEqual(File.ReadAllBytes(Path.Combine(cut, file))),
                $"{file} differs");
        Assert.Single(Directory.GetFiles(cut, "best-*.ckpt"));
        Assert.Equal(Losses(whole), Losses(cut));
        JsonObject resumed = Assert.Single(RunFiles.Events(cut, "resumed"));
        Assert.InRange((int)resumed["epoch"]!, 1, before);
        Assert.Equal(epochs, (int)RunFiles.Json(cut, "train.meta.json")["epochs"]!);
        Assert.Equal("finished", (string)RunFiles.Events(cut)[^1]["status"]!);
    }

    [Fact]
    public async Task A_kill_within_an_epoch_costs_only_the_steps_since_the_last_checkpoint()
    {
        string[] often = ["--checkpoint-minutes", "1e-6"];
        string whole = (await AngioboardProcess.RunAsync([.. Experiment("whole", 1), .. often])).Done().Result,
            cut = folder.File("cut", "Train_1");
        using (AngioboardProcess process = AngioboardProcess.Start([.. Experiment("cut", 1), .. often]))
        {
            await LoggedAsync(process, cut, "\"type\":\"checkpoint\"");
            process.Send(AngioboardProcess.Kill);
            _ = await process.EndAsync();
        }
        JsonObject saved = Core.RunFolders.RunHistory.Of(Path.Combine(cut, "metrics.jsonl")).Saved!;

        (await AngioboardProcess.RunAsync("resume", cut)).Done();

        JsonObject resumed = Assert.Single(RunFiles.Events(cut, "resumed"));
        Assert.InRange((long)resumed["step"]!, (long)saved["step"]!, long.MaxValue);
        foreach (string file in new[] { "last.ckpt", Path.GetFileName(RunFiles.Best(whole)), "predictions.json", "evaluation.json" })
            Assert.True(File.ReadAllBytes(Path.Combine(whole, file)).SequenceEqual(File.ReadAllBytes(Path.Combine(cut, file))),
                $"{file} differs");
        Assert.Equal(Losses(whole), Losses(cut));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_a_readable_last_checkpoint_the_best_one_is_used(bool damaged)
    {
        const int epochs = 40;
        string whole = (await AngioboardProcess.RunAsync(Experiment("whole", epochs))).Done().Result, cut;
        using (AngioboardProcess process = AngioboardProcess.Start(Experiment("cut", epochs)))
        {
            cut = folder.File("cut", "Train_1");
            await EpochAsync(process, cut, 3);
            process.Send(AngioboardProcess.Kill);
            _ = await process.EndAsync();
        }
        string last = Path.Combine(cut, "last.ckpt");
        if (damaged) File.WriteAllBytes(last, File.ReadAllBytes(last)[..1000]);
        else File.Delete(last);

        ProcessOutcome outcome = (await AngioboardProcess.RunAsync("resume", cut)).Done();

        Assert.Matches($"warning: .*last.ckpt.*: the run continues from {cut}/best-", outcome.Errors);
        Assert.Equal(File.ReadAllBytes(Path.Combine(whole, "predictions.json")), File.ReadAllBytes(Path.Combine(cut, "predictions.json")));
        Assert.Equal(Losses(whole), Losses(cut));
    }

    [Fact]
    public async Task A_run_that_crashed_after_its_training_continues_with_what_is_missing()
    {
        string run = (await AngioboardProcess.RunAsync(Experiment("results", 2))).Done().Result;
        byte[] predictions = File.ReadAllBytes(Path.Combine(run, "predictions.json")),
            evaluation = File.ReadAllBytes(Path.Combine(run, "evaluation.json"));
        byte[] last = File.ReadAllBytes(Path.Combine(run, "last.ckpt"));
        File.Delete(Path.Combine(run, "predictions.json"));
        File.Delete(Path.Combine(run, "evaluation.json"));
        // As left by a trainer that is killed while it predicts, in the middle of a line.
        string[] lines = [.. File.ReadAllLines(Path.Combine(run, "metrics.jsonl"))];
        int predict = Array.FindIndex(lines, line => line.Contains("\"phase\":\"predict\"", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(run, "metrics.jsonl"),
            string.Concat(lines.Take(predict + 1).Select(line => line + "\n")) + "{\"seq\":99,\"ti");
        string half = Path.Combine(run, "predictions.json.99.tmp");
        File.WriteAllText(half, "{\"train\":[");

        (await AngioboardProcess.RunAsync("resume", run)).Done();

        Assert.False(File.Exists(half), "half a file was left");

        Assert.Equal(predictions, File.ReadAllBytes(Path.Combine(run, "predictions.json")));
        Assert.Equal(evaluation, File.ReadAllBytes(Path.Combine(run, "evaluation.json")));
        Assert.Equal(last, File.ReadAllBytes(Path.Combine(run, "last.ckpt")));
        Assert.Equal(["train", "predict", "prepare", "predict", "evaluate"], RunFiles.Events(run, "phase")
            .Select(line => (string)line["phase"]!));
        Assert.Equal(2, RunFiles.Events(run, "epoch").Length);
    }

    [Fact]
    public async Task More_epochs_can_be_requested_but_no_other_settings_or_data()
    {
        string copy = study.CopyTo(folder);
        string[] options = ["--split", Path.Combine(copy, "split.json"), "--datadir", copy, "--data", "phantom"];
        string run = (await AngioboardProcess.RunAsync(["train", "--output", folder.File("results"), .. TinyModel.On(options)]))
            .Done().Result;
        string settings = Path.Combine(run, "settings.json"), asWritten = File.ReadAllText(settings);

        File.WriteAllText(settings, asWritten.Replace("\"lr\": 0.001", "\"lr\": 0.002", StringComparison.Ordinal));
        string problem = Assert.Single((await AngioboardProcess.RunAsync("resume", run)).Refused());
        File.WriteAllText(settings, asWritten.Replace("\"epochs\": 2", "\"epochs\": 3", StringComparison.Ordinal));
        (await AngioboardProcess.RunAsync("resume", run)).Done();
        File.WriteAllText(settings, asWritten.Replace("\"epochs\": 2", "\"epochs\": 4", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(Directory.GetFiles(copy, "*.jpg", SearchOption.AllDirectories)[0], DateTime.UtcNow.AddMinutes(-1));
        string other = Assert.Single((await AngioboardProcess.RunAsync("resume", run)).Refused());

        Assert.StartsWith($"{settings}: lr changed since last.ckpt was written", problem, StringComparison.Ordinal);
        Assert.StartsWith($"{settings}: the data changed since the run began", other, StringComparison.Ordinal);
        Assert.Equal([0, 1, 2], RunFiles.Events(run, "epoch").Select(epoch => (int)epoch["epoch"]!));
        Assert.Equal(["finished", "failed", "finished", "failed"], RunFiles.Events(run, "status")
            .Select(status => (string)status["status"]!));
        Assert.Equal(other, (string)RunFiles.Events(run, "status")[^1]["reason"]!);
    }

    private static IEnumerable<(int Epoch, double Train, double Validation)> Losses(string run) => RunFiles.Events(run, "epoch")
        .GroupBy(epoch => (int)epoch["epoch"]!).OrderBy(epoch => epoch.Key)
        .Select(epoch => (epoch.Key, (double)epoch.Last()["train_loss"]!, (double)epoch.Last()["val_loss"]!));

    /// <summary>Waits until the run has trained this epoch.</summary>
    internal static Task EpochAsync(AngioboardProcess process, string run, int epoch) =>
        LoggedAsync(process, run, $"\"type\":\"epoch\",\"epoch\":{epoch},");

    /// <summary>Waits until the run's log contains this text.</summary>
    internal static async Task LoggedAsync(AngioboardProcess process, string run, string text)
    {
        string metrics = Path.Combine(run, "metrics.jsonl");
        DateTime late = DateTime.UtcNow.AddMinutes(2);
        while (!File.Exists(metrics) || !Read(metrics).Contains(text, StringComparison.Ordinal))
        {
            Assert.True(DateTime.UtcNow < late, $"the run of process {process.Id} did not log {text}");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    private static string Read(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return new StreamReader(stream).ReadToEnd();
    }

    private string[] Experiment(string output, int epochs) =>
        ["experiment", "--output", folder.File(output), .. TinyModel.On(study.Options, [.. Random, "--epochs", $"{epochs}"])];
}
