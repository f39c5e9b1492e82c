using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Core.Training.Checkpoints;

namespace Angioboard.Jobs.Tests.Training;

/// <summary>A finished run is trained for more epochs.</summary>
public sealed class ExtensionTests(SharedStudy study) : IDisposable
{
    private static readonly string[] Files = ["last.ckpt", "predictions.json", "evaluation.json"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("1e-3")]
    [InlineData("1")] // Far too high: the best epoch is an early one, which the added epochs do not change.
    public async Task More_epochs_give_the_same_bytes_as_a_run_launched_with_them(string lr)
    {
        string whole = (await AngioboardProcess.RunAsync(Experiment("whole", 4, "--lr", lr))).Done().Result;
        string run = (await AngioboardProcess.RunAsync(Experiment("results", 2, "--lr", lr))).Done().Result;

        RunSettings longer = RunExtension.Extend(new RunFolder(run), 4, "ada", TimeProvider.System);
        (await AngioboardProcess.RunAsync("resume", run)).Done();

        Assert.Equal(4, longer.Epochs);
        foreach (string file in new[] { Path.GetFileName(RunFiles.Best(whole)) }.Concat(Files))
            Assert.True(File.ReadAllBytes(Path.Combine(whole, file)).SequenceEqual(File.ReadAllBytes(Path.Combine(run, file))),
                $"{file} differs");
        Assert.Single(Directory.GetFiles(run, "best-*.ckpt"));
        Assert.Equal([0, 1, 2, 3], RunFiles.Events(run, "epoch").Select(epoch => (int)epoch["epoch"]!));
        RunExtension recorded = Assert.Single(RunExtension.Of(new RunFolder(run)));
        Assert.Equal((2, 4, "ada"), (recorded.From, recorded.To, recorded.By));
        JsonObject settings = RunFiles.Json(run, "settings.json");
        Assert.Equal(4, (int)settings["epochs"]!);
        Assert.NotNull(settings["fingerprint"]);
    }

    [Fact]
    public async Task A_run_that_early_stopping_ended_trains_on_until_an_epoch_before_the_planned_end()
    {
        string run = (await AngioboardProcess.RunAsync(Experiment("results", 9, "--lr", "1", "--early-stopping-patience", "1")))
            .Done().Result;
        int trained = RunFiles.Events(run, "epoch").Length;

        (await AngioboardProcess.RunAsync("resume", run, "--until-epoch", $"{trained + 1}")).Done();

        Assert.InRange(trained, 1, 7);
        Assert.Equal(Enumerable.Range(0, trained + 1), RunFiles.Events(run, "epoch").Select(epoch => (int)epoch["epoch"]!));
        Assert.Equal(trained + 1, (int)RunFiles.Json(run, "settings.json")["epochs"]!);
        Assert.Equal("finished", (string?)RunFiles.Events(run, "status")[^1]["status"]);
    }

    [Fact]
    public async Task More_epochs_count_from_the_last_one_trained()
    {
        string run = (await AngioboardProcess.RunAsync(Experiment("results", 9, "--lr", "1", "--early-stopping-patience", "1")))
            .Done().Result;
        int trained = RunFiles.Events(run, "epoch").Length;

        int until = RunExtension.Until(new RunFolder(run), 2);
        string[] both = (await AngioboardProcess.RunAsync("resume", run, "--more-epochs", "1", "--until-epoch", "9")).Refused();

        Assert.Equal(trained + 2, until);
        Assert.Contains("--more-epochs, --until-epoch: give one of them, not both", Assert.Single(both), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_epoch_already_trained_and_a_run_that_has_not_finished_are_refused()
    {
        string run = (await AngioboardProcess.RunAsync(Experiment("results", 2))).Done().Result;
        string asItWas = File.ReadAllText(Path.Combine(run, "settings.json"));

        InputException many =
            Assert.Throws<InputException>(() => RunExtension.Extend(new RunFolder(run), int.MaxValue, "ada", TimeProvider.System));
        InputException trained =
            Assert.Throws<InputException>(() => RunExtension.Extend(new RunFolder(run), 2, "ada", TimeProvider.System));
        string[] lines = File.ReadAllLines(Path.Combine(run, "metrics.jsonl"));
        File.WriteAllLines(Path.Combine(run, "metrics.jsonl"), lines[..^1]);
        InputException unfinished =
            Assert.Throws<InputException>(() => RunExtension.Extend(new RunFolder(run), 2, "ada", TimeProvider.System));

        Assert.StartsWith("epochs: ", Assert.Single(many.Problems), StringComparison.Ordinal);
        Assert.Equal("epochs: it has trained 2 already; must be 3 or more", trained.Message);
        Assert.Contains("has not finished", unfinished.Message, StringComparison.Ordinal);
        Assert.Equal(asItWas, File.ReadAllText(Path.Combine(run, "settings.json")));
    }

    private string[] Experiment(string output, int epochs, params string[] own) =>
        ["experiment", "--output", folder.File(output),
            .. TinyModel.On(study.Options, ["--epochs", $"{epochs}", "--dropout", "0.3", .. own])];
}
