using System.Text.Json.Nodes;
using Angioboard.Core.Training.Checkpoints;

namespace Angioboard.Jobs.Tests.Training;

/// <summary>Runs that end early: by a signal, or because the loss is not finite.</summary>
public sealed class StoppingTests(SharedStudy study) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(AngioboardProcess.Interrupt)]
    [InlineData(AngioboardProcess.Terminate)]
    [InlineData(AngioboardProcess.HangUp)]
    [InlineData(AngioboardProcess.Quit)]
    public async Task A_signal_stops_the_run_with_its_state_saved(int signal)
    {
        using AngioboardProcess process = AngioboardProcess.Start(Experiment("--epochs", "100000"));
        await process.SaysAsync("training: 1/");

        process.Send(signal);
        ProcessOutcome outcome = (await process.EndAsync()).Ended(130);

        Assert.Contains("stopped in epoch", outcome.Errors, StringComparison.Ordinal);
        JsonObject status = Assert.Single(RunFiles.Events(outcome.Result, "status"));
        Assert.Equal("stopped", (string)status["status"]!);
        Assert.Equal("stopped", (string)RunFiles.Json(outcome.Result, "train.meta.json")["status"]!);
        using Checkpoint last = Checkpoint.Read(Path.Combine(outcome.Result, "last.ckpt"));
        Assert.Equal((long)status["step"]!, last.GlobalStep);
        Assert.InRange(last.GlobalStep, 1, long.MaxValue);
        Python.Run("import sys, torch; assert len(torch.load(sys.argv[1], weights_only=True)['state_dict']) > 10",
            Path.Combine(outcome.Result, "last.ckpt"));
        (await AngioboardProcess.RunAsync(
            ["predict", "--weight", Path.Combine(outcome.Result, "last.ckpt"), .. study.Options, "--output",
                folder.File("predictions.json")])).Done();
        Assert.DoesNotContain(Directory.GetFiles(outcome.Result), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_under_nohup_survives_its_terminal()
    {
        using AngioboardProcess process = AngioboardProcess.StartLimited("trap '' HUP", Experiment("--epochs", "100000"));
        await process.SaysAsync("training: 1/");

        process.Send(AngioboardProcess.HangUp);
        string run = folder.File("results", "Train_1");
        int epochs = RunFiles.Events(run, "epoch").Length;
        while (RunFiles.Events(run, "epoch").Length < epochs + 20) await Task.Delay(20, TestContext.Current.CancellationToken);

        process.Send(AngioboardProcess.Terminate);
        (await process.EndAsync()).Ended(130);
    }

    [Theory]
    [InlineData(AngioboardProcess.Terminate)]
    [InlineData(AngioboardProcess.HangUp)]
    public async Task A_signal_before_the_training_leaves_no_run(int signal)
    {
        using AngioboardProcess process = AngioboardProcess.Start("phantom", "--output", folder.File("study"), "--exams", "400");
        await process.SaysAsync("drawing exams: 1/");

        process.Send(signal);

        (await process.EndAsync()).Ended(130);
        Assert.False(File.Exists(folder.File("study", "split.json")));
    }

    [Fact]
    public async Task A_loss_that_is_not_finite_ends_the_run_at_its_step()
    {
        ProcessOutcome outcome =
            (await AngioboardProcess.RunAsync(Experiment("--epochs", "3", "--lr", "999", "--weight-decay", "1000"))).Ended(1);

        JsonObject status = Assert.Single(RunFiles.Events(outcome.Result, "status"));
        Assert.Equal("diverged", (string)status["status"]!);
        Assert.Equal(999, (double)status["lr"]!);
        Assert.True((long)status["step"]! >= 1);
        Assert.Matches(@"diverged at step \d+ in epoch \d: the .+ is not finite at lr 999; try a lower learning rate \(lr\) or ",
            outcome.Errors);
        Assert.Equal("diverged", (string)RunFiles.Json(outcome.Result, "train.meta.json")["status"]!);
        Assert.False(File.Exists(Path.Combine(outcome.Result, "predictions.json")));
    }

    [Fact]
    public async Task Weights_that_diverge_in_an_epochs_last_step_are_not_kept()
    {
        // One batch per epoch: the step that breaks the weights is the last of its epoch, so validation notices it first.
        ProcessOutcome outcome = (await AngioboardProcess.RunAsync(
            Experiment("--epochs", "60", "--batch-size", "100", "--lr", "1000", "--weight-decay", "1000"))).Ended(1);

        JsonObject[] epochs = RunFiles.Events(outcome.Result, "epoch");
        JsonObject status = Assert.Single(RunFiles.Events(outcome.Result, "status"));
        Assert.Equal("validation loss", (string)status["what"]!);
        Assert.Null(epochs[^1]["val_loss"]);
        using Checkpoint last = Checkpoint.Read(Path.Combine(outcome.Result, "last.ckpt"));
        Assert.Equal((long)epochs.Last(epoch => epoch["val_loss"] is not null)["step"]!, last.GlobalStep);
        Assert.Equal((long)status["step"]!, last.GlobalStep + 1);
    }

    private string[] Experiment(params string[] options) =>
        ["experiment", "--output", folder.File("results"), .. TinyModel.On(study.Options, options)];
}
