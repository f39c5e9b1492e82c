namespace Angioboard.Jobs.Tests.Training;

/// <summary>Runs that share the embeddings of a frozen backbone, as real processes.</summary>
public sealed class SharedEmbeddingsTests(SharedStudy study) : IDisposable
{
    // Times, and the number of the line.
    private static readonly string[] Own = ["seconds", "data_wait", "time", "seq"];

    private readonly TemporaryFolder folder = new();

    private string Cache => folder.File("cache");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_frozen_run_reads_what_another_computed_and_has_the_bytes_of_one_that_shares_nothing()
    {
        await Run("other", "2", Cache);
        string[] first = Mark();
        await Run("shared", "1", Cache);
        await Run("alone", "1", "none");

        Assert.Equal(12, first.Length); // of train, validation and test
        Assert.Equal(first, Marked());
        Same(folder.File("alone", "Train_1"), folder.File("shared", "Train_1"));
    }

    [Fact]
    public async Task Prediction_with_a_checkpoint_that_never_trained_its_backbone_shares_them_too()
    {
        await Run("run", "1", Cache);
        string[] before = Mark();

        await Predict("with.json", Cache);
        await Predict("without.json", "none");

        Assert.Equal(before, Marked());
        byte[] run = File.ReadAllBytes(folder.File("run", "Train_1", "predictions.json"));
        Assert.True(run.SequenceEqual(File.ReadAllBytes(folder.File("with.json"))));
        Assert.True(run.SequenceEqual(File.ReadAllBytes(folder.File("without.json"))));
    }

    [Fact]
    public async Task After_the_frozen_epochs_the_backbone_trains_as_without_sharing()
    {
        string[] thaws = ["--freeze-backbone-epochs", "1", "--epochs", "3"];
        await Run("first", "1", Cache, thaws);
        string[] before = Mark();
        await Run("shared", "1", Cache, thaws);
        await Run("alone", "1", "none", thaws);

        Assert.Equal(before, Marked());
        Same(folder.File("alone", "Train_1"), folder.File("shared", "Train_1"));
        Same(folder.File("alone", "Train_1"), folder.File("first", "Train_1"));
    }

    private Task<ProcessOutcome> Start(string cache, params string[] arguments) =>
        AngioboardProcess.RunAsync(new() { ["ANGIOBOARD_CACHE"] = cache }, arguments);

    private async Task Run(string results, string seed, string cache, params string[] own) =>
        (await Start(cache,
        [
            "experiment", "--output", folder.File(results),
            .. TinyModel.On(study.Options,
            [
                "--init-weight", RunFiles.Best(study.Run), "--freeze-backbone-epochs", "3", "--epochs", "3", "--seed", seed,
                "--normalizer", "backbone", .. own,
            ]),
        ])).Done();

    private async Task Predict(string file, string cache) =>
        (await Start(cache, ["predict", "--weight", folder.File("run", "Train_1"), "--split", study.Split, "--datadir", study.Folder,
            "--threads", "1", "--output", folder.File(file)])).Done();

    /// <summary>
    /// Marks the files of embeddings by their mode. What is computed is written to a new file, so what is still marked later was only read.
    /// </summary>
    private string[] Mark()
    {
        foreach (string file in Directory.GetFiles(Cache, "*.embeddings"))
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead);
        return Marked();
    }

    /// <summary>The files of embeddings, all of them marked.</summary>
    private string[] Marked()
    {
        string[] files = [.. Directory.GetFiles(Cache, "*.embeddings").Order(StringComparer.Ordinal)];
        Assert.All(files, file => Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == UnixFileMode.UserRead, file));
        return files;
    }

    private static void Same(string one, string other)
    {
        string[] files = ["last.ckpt", "predictions.json", "evaluation.json", Path.GetFileName(RunFiles.Best(one))];
        foreach (string file in files)
            Assert.True(File.ReadAllBytes(Path.Combine(one, file)).SequenceEqual(File.ReadAllBytes(Path.Combine(other, file))), file);
        Assert.Equal(Epochs(one), Epochs(other));
    }

    private static string[] Epochs(string run) => [.. RunFiles.Events(run, "epoch").Select(epoch =>
    {
        foreach (string own in Own) epoch.Remove(own);
        return epoch.ToJsonString();
    })];
}
