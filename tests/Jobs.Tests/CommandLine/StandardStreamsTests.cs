namespace Angioboard.Jobs.Tests.CommandLine;

/// <summary>Callers that close standard input, output or error, as cron jobs and daemons do, or redirect them to a full disk.</summary>
public sealed class StandardStreamsTests(SharedStudy study) : IDisposable
{
    private const string AllClosed = "exec <&- >&- 2>&-";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("exec 2>&-")]
    [InlineData("exec <&- 2>&-")]
    [InlineData("exec 2>/dev/full")]
    public async Task Without_standard_error_a_check_gives_its_tables(string shell)
    {
        ProcessOutcome outcome = (await AngioboardProcess.RunLimitedAsync(shell, ["check", .. study.Options])).Done();

        Assert.Equal((await AngioboardProcess.RunAsync(["check", .. study.Options])).Output, outcome.Output);
        Assert.Empty(outcome.Errors);
    }

    [Theory]
    [InlineData("exec 2>&-")]
    [InlineData("exec >&-")]
    [InlineData("exec <&-")]
    [InlineData(AllClosed)]
    public async Task A_training_without_streams_gives_the_same_bytes(string shell)
    {
        (await AngioboardProcess.RunLimitedAsync(shell, ["experiment", "--output", folder.File("results"), .. TinyModel.On(study.Options)]))
            .Done();

        string run = folder.File("results", "Train_1");
        Assert.Equal(File.ReadAllBytes(Path.Combine(study.Run, "last.ckpt")), File.ReadAllBytes(Path.Combine(run, "last.ckpt")));
        Assert.Equal(File.ReadAllText(Path.Combine(study.Run, "predictions.json")),
            File.ReadAllText(Path.Combine(run, "predictions.json")));
        Assert.Equal(RunFiles.Events(study.Run, "epoch").Length, RunFiles.Events(run, "epoch").Length);
    }

    [Fact]
    public async Task Every_verb_works_with_all_streams_closed()
    {
        string weight = Path.Combine(study.Run, "last.ckpt"), predictions = folder.File("predictions.json");

        (await AngioboardProcess.RunLimitedAsync(AllClosed, "phantom", "--output", folder.File("study"), "--exams", "12", "--seed", "5"))
            .Done();
        (await AngioboardProcess.RunLimitedAsync(AllClosed, ["predict", "--weight", weight, .. study.Options, "--output", predictions]))
            .Done();
        (await AngioboardProcess.RunLimitedAsync(AllClosed, "evaluate", "--predictions", predictions, "--output",
            folder.File("evaluation"))).Done();
        (await AngioboardProcess.RunLimitedAsync(AllClosed, ["verify", "--weight", weight, .. study.Options, "--predictions", predictions]))
            .Done();
        (await AngioboardProcess.RunLimitedAsync(AllClosed, "export", "--weight", weight, "--output", folder.File("model.safetensors")))
            .Done();

        Assert.Equal(File.ReadAllText(study.Split), File.ReadAllText(folder.File("study", "split.json")));
        Assert.True(File.Exists(folder.File("evaluation", "evaluation.pdf")));
        Assert.True(File.Exists(folder.File("model.safetensors")));
    }

    [Fact]
    public async Task Errors_that_nobody_can_read_still_set_the_exit_code()
    {
        foreach (string shell in new[] { "exec 2>&-", "exec 2>/dev/full", AllClosed })
        {
            (await AngioboardProcess.RunLimitedAsync(shell, "check", "--split", folder.File("none.json"), "--datadir", study.Folder))
                .Ended(2);
            (await AngioboardProcess.RunLimitedAsync(shell, "check", "--nonsense")).Ended(2);
        }
    }

    [Fact]
    public async Task Tables_that_cannot_be_written_are_a_failure_with_one_line()
    {
        ProcessOutcome outcome = (await AngioboardProcess.RunLimitedAsync("exec >/dev/full", ["check", .. study.Options])).Ended(74);

        Assert.StartsWith("standard output: cannot be written to: No space left on device", Assert.Single(outcome.Problems),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_that_closes_early_does_not_end_the_work()
    {
        ProcessOutcome outcome = (await AngioboardProcess.RunLimitedAsync("exec > >(head -1 >&2)", ["check", .. study.Options])).Done();

        Assert.Contains("split ", outcome.Errors, StringComparison.Ordinal);
    }
}
