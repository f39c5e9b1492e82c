using System.Text.Json.Nodes;

namespace Angioboard.Jobs.Tests.Training;

/// <summary>One seed, one result: with shuffling, augmentation and dropout.</summary>
public sealed class RepeatabilityTests(SharedStudy study) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task One_seed_gives_the_same_bytes_even_from_settings_json_and_another_seed_gives_others()
    {
        string[] options =
            TinyModel.On(study.Options, "--dropout", "0.3", "--augmentations", "true", "--shuffle", "true", "--batch-size", "3");
        Task<ProcessOutcome> Experiment(params string[] arguments) =>
            AngioboardProcess.RunAsync(["experiment", "--output", folder.Path, .. arguments]);

        (await Experiment([.. options, "--seed", "7"])).Done();
        (await Experiment([.. options, "--seed", "7"])).Done();
        (await Experiment("--settings", folder.File("Train_1", "settings.json"))).Done();
        (await Experiment([.. options, "--seed", "8"])).Done();

        foreach (string again in new[] { "Train_2", "Train_3" })
        {
            string best = Path.GetFileName(RunFiles.Best(folder.File("Train_1")));
            foreach (string file in new[] { "last.ckpt", best, "predictions.json", "evaluation.json", "split.json" })
                Assert.True(Bytes("Train_1", file).SequenceEqual(Bytes(again, file)), $"{again}/{file} differs");
            Assert.Equal(Settings("Train_1"), Settings(again));
        }
        Assert.False(Bytes("Train_1", "last.ckpt").SequenceEqual(Bytes("Train_4", "last.ckpt")));
        Assert.False(Bytes("Train_1", "predictions.json").SequenceEqual(Bytes("Train_4", "predictions.json")));
    }

    [Fact]
    public async Task Concurrent_launches_get_separate_folders()
    {
        Directory.CreateDirectory(folder.File("Train_7"));

        ProcessOutcome[] runs = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ =>
            AngioboardProcess.RunAsync(["train", "--output", folder.Path, .. TinyModel.On(study.Options, "--epochs", "1")])));

        Assert.Equal(
            new[] { "Train_10", "Train_8", "Train_9" }.Select(name => folder.File(name)),
            runs.Select(run => run.Done().Result).Order(StringComparer.Ordinal));
        Assert.All(runs, run => Assert.Single(RunFiles.Events(run.Result, "epoch")));
        Assert.Equal(4, Directory.GetFileSystemEntries(folder.Path).Length);
    }

    private byte[] Bytes(string run, string file) => File.ReadAllBytes(folder.File(run, file));

    private string Settings(string run)
    {
        JsonObject settings = RunFiles.Json(folder.File(run, "settings.json"));
        settings.Remove("environment");
        return settings.ToJsonString();
    }
}
