using System.Text.Json.Nodes;
using Angioboard.Core.Settings;
using Angioboard.Core.Training.Checkpoints;
using Angioboard.Core.Training.Optimizers;

namespace Angioboard.Jobs.Tests.Training;

/// <summary>The effects of training options.</summary>
public sealed class TrainingOptionsTests(SharedStudy study) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_cosine_schedule_warms_up_over_steps_of_accumulated_batches()
    {
        string run = await Train(
            "--epochs", "3", "--batch-size", "2", "--accumulate-grad-batches", "2", "--scheduler", "cosine", "--warmup-steps", "3",
            "--grad-clip", "0.5", "--lr", "0.01");

        JsonObject[] epochs = RunFiles.Events(run, "epoch");
        int batches = (TrainExams() + 1) / 2, steps = (batches + 1) / 2;
        Assert.Equal([steps, 2 * steps, 3 * steps], epochs.Select(epoch => (int)epoch["step"]!));
        LearningRate rate = new(new RunSettings { Scheduler = SchedulerKind.Cosine, WarmupSteps = 3, Lr = 0.01 }, 3 * steps);
        Assert.Equal([rate.At(steps - 1), rate.At(2 * steps - 1), rate.At(3 * steps - 1)], epochs.Select(epoch => (double)epoch["lr"]!));
    }

    [Fact]
    public async Task A_frozen_backbone_stays_unchanged_and_the_rest_is_trained()
    {
        string frozen = await Train("--epochs", "1", "--freeze-backbone-epochs", "1");
        string thawed = await Train("--epochs", "2", "--freeze-backbone-epochs", "1");

        using Checkpoint one = Checkpoint.Read(Path.Combine(frozen, "last.ckpt")), two = Checkpoint.Read(Path.Combine(thawed, "last.ckpt"));
        using Checkpoint start =
            Checkpoint.Read(Path.Combine(await Train("--epochs", "1", "--lr", "1e-30", "--weight-decay", "0"), "last.ckpt"));
        Assert.All(one.StateDict.Keys,
            name => Assert.Equal(name.StartsWith("backbone.", StringComparison.Ordinal), Same(one, start, name)));
        Assert.All(two.StateDict.Keys.Where(name => name.EndsWith(".weight", StringComparison.Ordinal)),
            name => Assert.False(Same(two, start, name)));
    }

    [Fact]
    public async Task Early_stopping_ends_the_run_after_its_patience_and_the_best_checkpoint_stays()
    {
        string run = await Train("--epochs", "40", "--lr", "1e-30", "--weight-decay", "0", "--early-stopping-patience", "3");

        Assert.Equal(4, RunFiles.Events(run, "epoch").Length);
        Assert.Equal("finished", (string)RunFiles.Json(run, "train.meta.json")["status"]!);
        using Checkpoint best = Checkpoint.Read(RunFiles.Best(run));
        Assert.Equal(1, best.Epoch);
    }

    [Theory]
    [InlineData("max/f1_macro", "val_f1_macro")]
    [InlineData("max/auc_ovr_macro", "val_auc_ovr_macro")]
    [InlineData("max/imcp_area", "val_imcp_area")]
    [InlineData("min/log_loss", "val_log_loss")]
    public async Task The_checkpoint_metric_names_and_chooses_the_best(string metric, string key)
    {
        string run = await Train("--epochs", "4", "--lr", "0.01", "--checkpoint-metric", metric);

        JsonObject[] epochs = RunFiles.Events(run, "epoch");
        double[] values = [.. epochs.Select(epoch => (double)epoch[key]!)];
        double chosen = metric.StartsWith("min/", StringComparison.Ordinal) ? values.Min() : values.Max();
        int first = (int)epochs.First(epoch => (double)epoch[key]! == chosen)["epoch"]!;
        string best = RunFiles.Best(run);
        Assert.Equal($"best-{key}={chosen:F6}.ckpt", Path.GetFileName(best));
        using Checkpoint checkpoint = Checkpoint.Read(best);
        Assert.Equal(first + 1, checkpoint.Epoch);
    }

    [Fact]
    public async Task Monitor_splits_and_unlabelled_exams_influence_neither_selection_nor_evaluation()
    {
        JsonObject split = RunFiles.Json(study.Split);
        split["monitor-test"] = split["test"]!.DeepClone();
        split.Remove("test");
        split.Remove("validation", out JsonNode? validation);
        split["new"] = validation;
        foreach (JsonNode? entry in split["new"]!.AsArray()) entry![1] = null;
        File.WriteAllText(folder.File("split.json"), split.ToJsonString());

        ProcessOutcome outcome = (await AngioboardProcess.RunAsync(
            ["experiment", "--output", folder.Path, .. TinyModel.On(study.Options, "--split", folder.File("split.json"))])).Done();

        JsonObject[] epochs = RunFiles.Events(outcome.Result, "epoch");
        Assert.Contains("warning: " + folder.File("split.json") + ": there is no split named validation; train selects", outcome.Errors,
            StringComparison.Ordinal);
        Assert.All(epochs, epoch => Assert.NotNull((double?)epoch["monitor-test_loss"]));
        Assert.Equal($"best-val_loss={epochs.Min(epoch => (double)epoch["val_loss"]!):F6}.ckpt",
            Path.GetFileName(RunFiles.Best(outcome.Result)));
        JsonObject predictions = RunFiles.Json(outcome.Result, "predictions.json"),
            evaluation = RunFiles.Json(outcome.Result, "evaluation.json");
        Assert.Equal(["train", "monitor-test", "new"], predictions.Select(p => p.Key));
        Assert.All(predictions["new"]!.AsArray(), row => Assert.Null(row![1]));
        Assert.DoesNotContain("new", evaluation["splits"]!.AsObject().Select(s => s.Key));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(File.ReadAllBytes(folder.File("split.json"))),
            RunFiles.Json(outcome.Result, "split.json")), "the run's split says something else");
    }

    [Fact]
    public async Task Bfloat16_trains_on_any_processor_with_a_warning_if_it_has_no_instructions()
    {
        ProcessOutcome outcome = (await AngioboardProcess.RunAsync(
            ["train", "--output", folder.Path, .. TinyModel.On(study.Options, "--epochs", "1", "--precision", "bf16")])).Done();

        bool has = File.ReadAllText("/proc/cpuinfo").Contains("avx512_bf16", StringComparison.Ordinal);
        Assert.Equal(!has,
            outcome.Errors.Contains("warning: precision: bf16 has no instructions on this processor", StringComparison.Ordinal));
        Assert.True(double.IsFinite((double)RunFiles.Events(outcome.Result, "epoch").Single()["val_loss"]!));
    }

    private static bool Same(Checkpoint one, Checkpoint other, string name) =>
        one.StateDict[name].allclose(other.StateDict[name], 0, 1e-12);

    private int TrainExams() => RunFiles.Json(study.Split)["train"]!.AsArray().Count;

    private async Task<string> Train(params string[] options) =>
        (await AngioboardProcess.RunAsync(["train", "--output", folder.Path, .. TinyModel.On(study.Options, options)])).Done().Result;
}
