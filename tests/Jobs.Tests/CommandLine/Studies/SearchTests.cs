using System.Text.Json.Nodes;

namespace Angioboard.Jobs.Tests.CommandLine.Studies;

/// <summary>`study run` of a study that searches: runs wait, go on and fail as in the dashboard's queue.</summary>
public sealed class SearchTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    private string Data => folder.File("data");

    public async ValueTask InitializeAsync() =>
        (await AngioboardProcess.RunAsync("phantom", "--output", Data, "--exams", "60", "--seed", "5")).Done();

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Halving_pauses_at_the_rung_promotes_the_best_and_loses_nothing()
    {
        string study = await NewAsync("--vary", "max_frames=1,2,3,4", "--search", "halving", "--rungs", "1", "--factor", "3");

        ProcessOutcome ran = (await StudyAsync("run", study)).Done();
        string[] waiting = [.. Trains().Where(run => !File.Exists(Path.Combine(run, "predictions.json")))];
        string promoted = Assert.Single(Finished(), run => Variant(run) != "max_frames=1");
        ProcessOutcome nothing = (await StudyAsync("run", study)).Done();
        ProcessOutcome byHand = (await StudyAsync("run", study, "--promote", Variant(waiting[0]))).Done();

        // Of the three that are not the baseline one goes on; the others have one epoch.
        Assert.Equal(2, waiting.Length);
        Assert.All(waiting.Skip(1), run => Assert.Single(RunFiles.Events(run, "epoch")));
        Assert.Equal(3, RunFiles.Events(promoted, "epoch").Length);
        Assert.Equal(["2 of 3", "3 of 3"], waiting.Select(run => Place(ran, Variant(run))).Order());
        Assert.Contains($"angioboard study run {study} --promote VARIANT", ran.Errors, StringComparison.Ordinal);
        Assert.Empty(nothing.Output);
        Assert.Equal(3, RunFiles.Events(waiting[0], "epoch").Length);
        Assert.Contains($"{Variant(waiting[1])}: paused after 1 epoch", byHand.Errors, StringComparison.Ordinal);
        // Both have the bytes of a run that never waited.
        foreach (string run in new[] { promoted, waiting[0] }) await RequireBytesAsync(run);
    }

    [Fact]
    public async Task A_variant_whose_run_fails_is_ranked_last_and_nobody_waits_for_it()
    {
        // With such a decay, weights at a rate of 1000 are beyond all numbers after some steps.
        string study = await NewAsync("--vary", "lr=1e-6,2e-6,3e-6,1000", "--weight-decay", "1000", "--search", "halving", "--rungs", "1",
            "--factor", "3");

        ProcessOutcome ran = (await StudyAsync("run", study)).Ended(1);

        // Of three that came, the failed one with them, one goes on.
        Assert.Equal(2, Finished().Length);
        Assert.Contains(Finished(), run => Variant(run) == "lr=1e-06");
        Assert.DoesNotContain(Finished(), run => Variant(run) == "lr=1000");
        Assert.Contains(ran.Problems, problem => problem.StartsWith("lr=1000, seed 42: ", StringComparison.Ordinal));
        Assert.Contains("2 of 3 variants, of which the best goes on", ran.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_median_rule_pauses_what_is_below_the_others()
    {
        // 1e-9 learns nothing.
        string study = await NewAsync("--vary", "lr=3e-3,2e-3,1e-9", "--metric", "log_loss", "--search", "median", "--startup", "2");

        ProcessOutcome ran = (await StudyAsync("run", study)).Done();

        Assert.Equal(["lr=0.003", "lr=0.002"], Finished().Select(Variant));
        Assert.Contains("lr=1e-09: paused after 2 epochs: above the median of 2 variants at that epoch", ran.Errors,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--search: there is no best; choose median or halving", "--search", "best")]
    [InlineData("--rungs: is empty; give the epochs after which variants are compared, such as 5,15", "--search", "halving")]
    [InlineData("--rungs: five is not a whole number", "--search", "halving", "--rungs", "five")]
    [InlineData("--rungs: belongs to --search halving; give that, or leave this out", "--search", "median", "--rungs", "5")]
    [InlineData("--startup: belongs to --search median; give that, or leave this out", "--startup", "5")]
    [InlineData("search.startup: 5 others must finish before a variant pauses, but there are 3 variants; give at most 2",
        "--search", "median")]
    [InlineData("search.factor: 1 must be 2 or more", "--search", "halving", "--rungs", "1", "--factor", "1")]
    [InlineData("search.rungs: 3 is not before the end of training (3 epochs); leave it out", "--search", "halving", "--rungs", "1,3")]
    public async Task A_search_that_cannot_be_is_refused_in_one_line(string problem, params string[] options)
    {
        ProcessOutcome refused = (await StudyAsync(["new", "--output", folder.File("results"), .. Options,
            "--vary", "max_frames=1,2,3", .. options])).Ended(2);

        Assert.Equal([problem], refused.Problems);
    }

    private static Task<ProcessOutcome> StudyAsync(params string[] arguments) => AngioboardProcess.RunAsync(["study", .. arguments]);

    private string[] Options => TinyModel.On(
        ["--datadir", Data, "--data", "phantom", "--split", folder.File("data", "split.json")], "--epochs", "3");

    private async Task<string> NewAsync(params string[] options) =>
        (await StudyAsync(["new", "--output", folder.File("results"), .. Options, .. options])).Done().Result;

    private string[] Trains() => [.. Directory.GetDirectories(folder.File("results"), "Train_*").Order()];

    private string[] Finished() => [.. Trains().Where(run => File.Exists(Path.Combine(run, "predictions.json")))];

    private static string Variant(string run) => (string)RunFiles.Json(run, "settings.json")["variant"]!;

    private static string Place(ProcessOutcome ran, string variant)
    {
        const string Paused = ": paused after 1 epoch: ";
        string line = ran.Errors.Split('\n').Single(line => line.StartsWith(variant + Paused, StringComparison.Ordinal));
        return line[(variant.Length + Paused.Length)..][..6];
    }

    private async Task RequireBytesAsync(string run)
    {
        JsonObject settings = RunFiles.Json(run, "settings.json");
        string alone = folder.File("alone", Path.GetFileName(run));
        (await AngioboardProcess.RunAsync(["experiment", "--output", alone, .. TinyModel.On(
            ["--datadir", Data, "--data", "phantom", "--split", folder.File("data", "split.json")],
            "--epochs", "3", "--max-frames", $"{settings["max_frames"]}")])).Done();

        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(alone, "Train_1", "predictions.json")),
            await File.ReadAllBytesAsync(Path.Combine(run, "predictions.json")));
    }
}
