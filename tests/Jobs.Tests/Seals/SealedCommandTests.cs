using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.RunFolders;

namespace Angioboard.Jobs.Tests.Seals;

/// <summary>Commands on the folders of runs whose test split is sealed.</summary>
public sealed class SealedCommandTests : IDisposable
{
    private static readonly DateTimeOffset Day = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();

    public SealedCommandTests()
    {
        foreach (int n in new[] { 1, 2 })
        {
            Directory.CreateDirectory(Run(n).Path);
            File.WriteAllText(Run(n).Settings, """{"class_names": ["sick", "well"]}""");
            PredictionsFile.Write(Run(n).Predictions, [Split("validation", n), Split("test", n)]);
            TestSealFile.Write(Run(n), new TestSeal("retina", Day, "anna"));
        }
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Compare_refuses_the_sealed_split_in_a_line_a_run_and_compares_the_others()
    {
        ProcessOutcome refused = await AngioboardProcess.RunAsync("compare", Run(1).Path, Run(2).Path, "--resamples", "100");
        ProcessOutcome validation = await AngioboardProcess.RunAsync(
            "compare", Run(1).Path, Run(2).Path, "--resamples", "100", "--split", "validation");

        Assert.Equal("", refused.Output);
        Assert.Equal([.. new[] { 1, 2 }.Select(n => $"{Run(n).Path}: the test split has been sealed since 29 Nov 2026; "
            + "reveal it on the run's page, or give --open-seal with a reason")], refused.Refused());
        Assert.Contains("validation: 40 exams", validation.Done().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reason_opens_the_seal_and_is_kept()
    {
        string[] runs = ["compare", Run(1).Path, Run(2).Path, "--resamples", "100"];

        ProcessOutcome none = await AngioboardProcess.RunAsync([.. runs, "--open-seal", "ok"]);
        (await AngioboardProcess.RunAsync([.. runs, "--open-seal", "final model"])).Done();
        (await AngioboardProcess.RunAsync(runs)).Done();

        Assert.Contains("Say why in a few words", none.Refused().Single(), StringComparison.Ordinal);
        TestReveal reveal = Assert.Single(TestSealFile.Find(Run(2))!.Reveals);
        Assert.Equal((Environment.UserName, "final model", null), (reveal.By, reveal.Reason, reveal.Number));
    }

    [Fact]
    public async Task Evaluate_refuses_a_sealed_runs_predictions_but_evaluates_the_run_again()
    {
        string[] elsewhere = ["evaluate", "--predictions", Run(1).Predictions, "--output", folder.File("out")];

        ProcessOutcome refused = await AngioboardProcess.RunAsync(elsewhere);
        ProcessOutcome again = (await AngioboardProcess.RunAsync("evaluate", Run(1).Path)).Done();

        _ = refused.Refused();
        Assert.False(Directory.Exists(folder.File("out")));
        Assert.DoesNotContain("auc_ovr_macro", again.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Run(1).Evaluation));
        (await AngioboardProcess.RunAsync([.. elsewhere, "--open-seal", "final model"])).Done();
        Assert.True(File.Exists(Path.Combine(folder.File("out"), "evaluation.json")));
    }

    [Fact]
    public async Task A_damaged_seal_is_not_opened_by_a_reason()
    {
        File.WriteAllText(Run(1).TestSeal, "{");

        ProcessOutcome refused = await AngioboardProcess.RunAsync("compare", Run(1).Path, Run(2).Path, "--open-seal", "final model");

        Assert.Contains("put that file in order first", refused.Refused().Single(), StringComparison.Ordinal);
        Assert.Empty(TestSealFile.Find(Run(2))!.Reveals);
    }

    private RunFolder Run(int n) => new(folder.File($"Train_{n}"));

    private static SplitPredictions Split(string name, int run) => new(name, [.. Enumerable.Range(0, 40).Select(i =>
        new ExamPrediction($"{i}_L", i % 2, (i + run) % 5 == 0 ? [0.5, 0.5] : i % 2 == 0 ? [0.8, 0.2] : [0.1, 0.9]))]);
}
