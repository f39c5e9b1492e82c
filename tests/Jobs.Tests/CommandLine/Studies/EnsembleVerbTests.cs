using System.Text.Json.Nodes;

namespace Angioboard.Jobs.Tests.CommandLine.Studies;

/// <summary>`study ensemble`, and what it makes as --weight of `predict`.</summary>
public sealed class EnsembleVerbTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    private string Data => folder.File("study");

    private string Study => folder.File("results", "demo", "Study_1");

    private string Ensembles => Path.Combine(Study, "ensembles");

    public async ValueTask InitializeAsync()
    {
        (await AngioboardProcess.RunAsync("phantom", "--output", Data, "--exams", "60", "--seed", "5")).Done();
        (await StudyAsync(["new", "--output", folder.File("results", "demo"), .. TinyModel.On(["--datadir", Data, "--data", "phantom"]),
            "--split", folder.File("study", "split.json"), "--vary", "max_frames=2,4", "--folds", "3", "--seeds", "1,2"])).Done();
        (await StudyAsync("run", Study)).Done();
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_ensemble_is_made_reported_and_predicts_until_a_member_changes()
    {
        ProcessOutcome made = (await StudyAsync("ensemble", Study, "--variant", "max_frames=4", "--name", "four")).Done();
        ProcessOutcome best = (await StudyAsync("ensemble", Study)).Done();
        ProcessOutcome chosen = (await StudyAsync("ensemble", Study, "--runs", "Train_1,Train_2")).Done();
        ProcessOutcome report = (await StudyAsync("report", Study)).Done();
        string four = Path.Combine(Ensembles, "four"), held = Path.Combine(Study, "folds", "held-out.json");
        JsonObject record = RunFiles.Json(four, "ensemble.json");
        string[] members = [.. record["members"]!.AsArray().Select(member => (string)member!["run"]!)];
        ProcessOutcome predicted = (await PredictAsync(four, folder.File("together.json"))).Done();
        List<JsonArray> single = [];
        foreach (string member in members)
        {
            string alone = folder.File($"{member}.json");
            (await PredictAsync(folder.File("results", "demo", member), alone)).Done();
            single.Add(JsonNode.Parse(File.ReadAllText(alone))!["test"]!.AsArray());
        }
        string weights = Directory.GetFiles(folder.File("results", "demo", members[2]), "best-*.ckpt").Single();
        byte[] bytes = File.ReadAllBytes(weights);
        bytes[^1] ^= 1;
        File.WriteAllBytes(weights, bytes);
        ProcessOutcome changed = (await PredictAsync(four, folder.File("refused.json"))).Ended(2);
        ProcessOutcome stale = (await StudyAsync("report", Study)).Done();

        Assert.Equal(four, made.Result);
        Assert.Contains("four: an ensemble of 6 runs of max_frames=4", made.Output, StringComparison.Ordinal);
        Assert.Contains("members' mean", made.Output, StringComparison.Ordinal);
        Assert.Contains(" 6 runs of max_frames=", best.Output, StringComparison.Ordinal);
        Assert.Equal(Path.Combine(Ensembles, "chosen"), chosen.Result);
        Assert.Contains("what the mean probabilities of the seeds gain", report.Output, StringComparison.Ordinal);
        Assert.Contains("ensemble four: 6 runs of max_frames=4: auc_ovr_macro ", report.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("out of date", report.Output, StringComparison.Ordinal);
        JsonObject evaluation = RunFiles.Json(four, "evaluation.json")["splits"]!.AsObject();
        Assert.Equal(["fold-0", "fold-1", "fold-2"], RunFiles.Json(four, "predictions.json").Select(split => split.Key));
        Assert.Equal(["fold-0", "fold-1", "fold-2"], evaluation.Select(split => split.Key));
        Assert.Contains("exams by the ensemble four of 6 runs of max_frames=4", predicted.Output, StringComparison.Ordinal);
        JsonArray mean = JsonNode.Parse(File.ReadAllText(folder.File("together.json")))!["test"]!.AsArray();
        Assert.NotEmpty(mean);
        for (int exam = 0; exam < mean.Count; exam++)
        {
            double expected = single.Average(model => (double)model[exam]![2]![3]!);
            Assert.Equal(expected, (double)mean[exam]![2]![3]!, 1e-12);
        }
        Assert.Contains($"{members[2]} (fold", Assert.Single(changed.Problems), StringComparison.Ordinal);
        Assert.Contains("has other weights since; make it again: angioboard study ensemble", changed.Problems[0], StringComparison.Ordinal);
        Assert.Contains("ensemble four: out of date: ", stale.Output, StringComparison.Ordinal);

        Task<ProcessOutcome> PredictAsync(string weight, string output) => AngioboardProcess.RunAsync(
            "predict", "--weight", weight, "--datadir", Data, "--split", held, "--output", output);
    }

    [Fact]
    public async Task A_killed_process_leaves_no_half_ensemble_and_a_study_with_one_ensemble_predicts_with_it()
    {
        for (int round = 0; round < 3; round++)
        {
            using AngioboardProcess killed =
                AngioboardProcess.Start("study", "ensemble", Study, "--variant", "max_frames=2", "--name", "two");
            await killed.SaysAsync("evaluating");
            await Task.Delay(TimeSpan.FromMilliseconds(150 * round), TestContext.Current.CancellationToken);
            killed.Send(AngioboardProcess.Kill);
            await killed.EndAsync();
            string two = Path.Combine(Ensembles, "two");
            if (Directory.Exists(two))
                Assert.Equal(["ensemble.json", "evaluation.json", "predictions.json"],
                    Directory.GetFiles(two).Select(Path.GetFileName).Order());
        }

        (await StudyAsync("ensemble", Study, "--variant", "max_frames=2", "--name", "two")).Done();
        ProcessOutcome predicted = (await AngioboardProcess.RunAsync("predict", "--weight", Study, "--datadir", Data, "--split",
            Path.Combine(Study, "folds", "held-out.json"), "--output", folder.File("held.json"))).Done();

        Assert.Contains("by the ensemble two of 6 runs of max_frames=2", predicted.Output, StringComparison.Ordinal);
    }

    private static Task<ProcessOutcome> StudyAsync(params string[] arguments) => AngioboardProcess.RunAsync(["study", .. arguments]);
}
