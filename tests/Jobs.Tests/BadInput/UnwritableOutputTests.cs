namespace Angioboard.Jobs.Tests.BadInput;

/// <summary>Places where nothing can be written, and disks that are full: a limit on file sizes gives the same error from the system.</summary>
public sealed class UnwritableOutputTests(SharedStudy study) : IDisposable
{
    private const string FilesUpTo100Kilobytes = "trap '' XFSZ; ulimit -f 100", FilesUpTo1Kilobyte = "trap '' XFSZ; ulimit -f 1";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        File.WriteAllText(folder.File("file"), "");
        string below = folder.File("file", "results");
        string weight = Path.Combine(study.Run, "last.ckpt"), predictions = Path.Combine(study.Run, "predictions.json");

        ProcessOutcome[] outcomes =
        [
            await AngioboardProcess.RunAsync(["train", "--output", below, .. TinyModel.On(study.Options)]),
            await AngioboardProcess.RunAsync("evaluate", "--predictions", predictions, "--output", below),
            await AngioboardProcess.RunAsync(["predict", "--weight", weight, .. study.Options, "--output", Path.Combine(below, "predictions.json")]),
            await AngioboardProcess.RunAsync("export", "--weight", weight, "--output", Path.Combine(below, "model.safetensors")),
            await AngioboardProcess.RunAsync("phantom", "--output", below, "--exams", "12"),
        ];

        Assert.All(outcomes, outcome => Assert.StartsWith(below, Assert.Single(outcome.Refused()), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_full_disk_leaves_earlier_files_whole_and_no_remains()
    {
        string weight = GoldenFiles.Path("peer", "end", "last.ckpt"), model = folder.File("model.safetensors");
        File.WriteAllText(model, "earlier");
        File.Copy(Path.Combine(study.Run, "predictions.json"), folder.File("predictions.json"));
        string predictions = File.ReadAllText(folder.File("predictions.json"));

        ProcessOutcome export = await AngioboardProcess.RunLimitedAsync(FilesUpTo100Kilobytes, "export", "--weight", weight, "--output", model);
        ProcessOutcome predict = await AngioboardProcess.RunLimitedAsync(
            FilesUpTo1Kilobyte, ["predict", "--weight", study.Run, .. study.Options, "--output", folder.File("predictions.json")]);

        Assert.StartsWith($"{model}: cannot be written: ", Assert.Single(export.Refused()), StringComparison.Ordinal);
        Assert.StartsWith($"{folder.File("predictions.json")}: cannot be written: ", Assert.Single(predict.Refused()), StringComparison.Ordinal);
        Assert.Equal("earlier", File.ReadAllText(model));
        Assert.Equal(predictions, File.ReadAllText(folder.File("predictions.json")));
        Assert.Equal(2, Directory.GetFileSystemEntries(folder.Path).Length);
    }

    [Fact]
    public async Task A_disk_that_fills_up_under_a_run_says_so_and_what_was_written_is_whole()
    {
        // The checkpoint is the first file over the limit; then, with a smaller one, the growing logs are.
        ProcessOutcome checkpoint = await AngioboardProcess.RunLimitedAsync(
            FilesUpTo100Kilobytes, ["train", "--output", folder.File("results"), .. TinyModel.On(study.Options, "--hidden-dim", "128")]);
        ProcessOutcome settings = await AngioboardProcess.RunLimitedAsync(
            FilesUpTo1Kilobyte, ["train", "--output", folder.File("results"), .. TinyModel.On(study.Options)]);

        string run = folder.File("results", "Train_1");
        Assert.Matches(
            $"^{run}/(best-val_loss=[0-9.]+|last)\\.ckpt: cannot be written: .+; free some space or choose another output folder$",
            Assert.Single(checkpoint.Refused()));
        Assert.DoesNotContain(Directory.GetFiles(run), file => Path.GetExtension(file) is ".tmp" or ".ckpt");
        Assert.Single(RunFiles.Events(run, "epoch"));
        Assert.Equal(RunFiles.Json(study.Run, "settings.json").Select(p => p.Key), RunFiles.Json(run, "settings.json").Select(p => p.Key));
        Assert.Contains("cannot be written: ", Assert.Single(settings.Refused()), StringComparison.Ordinal);
    }
}
