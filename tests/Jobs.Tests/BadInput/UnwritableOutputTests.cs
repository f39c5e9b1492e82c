namespace Angioboard.Jobs.Tests.BadInput;

/// <summary>Places that cannot be written to, and full disks: a limit on file sizes gives the same error from the system.</summary>
public sealed class UnwritableOutputTests(SharedStudy study) : IDisposable
{
    private const string FilesUpTo100Kilobytes = "trap '' XFSZ; ulimit -f 100", FilesUpTo1Kilobyte = "trap '' XFSZ; ulimit -f 1";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_folder_that_cannot_be_created_is_named()
    {
        File.WriteAllText(folder.File("file"), "");
        string below = folder.File("file", "results");
        string weight = Path.Combine(study.Run, "last.ckpt"), predictions = Path.Combine(study.Run, "predictions.json");

        ProcessOutcome[] outcomes =
        [
            await AngioboardProcess.RunAsync(["train", "--output", below, .. TinyModel.On(study.Options)]),
            await AngioboardProcess.RunAsync("evaluate", "--predictions", predictions, "--output", below),
            await AngioboardProcess.RunAsync(
                ["predict", "--weight", weight, .. study.Options, "--output", Path.Combine(below, "predictions.json")]),
            await AngioboardProcess.RunAsync("export", "--weight", weight, "--output", Path.Combine(below, "model.safetensors")),
            await AngioboardProcess.RunAsync("phantom", "--output", below, "--exams", "12"),
        ];

        Assert.All(outcomes, outcome => Assert.StartsWith(below, Assert.Single(outcome.Refused()), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_full_disk_leaves_earlier_files_unchanged_and_nothing_else()
    {
        string weight = GoldenFiles.Path("peer", "end", "last.ckpt"), model = folder.File("model.safetensors");
        File.WriteAllText(model, "earlier");
        File.Copy(Path.Combine(study.Run, "predictions.json"), folder.File("predictions.json"));
        string predictions = File.ReadAllText(folder.File("predictions.json"));

        ProcessOutcome export =
            await AngioboardProcess.RunLimitedAsync(FilesUpTo100Kilobytes, "export", "--weight", weight, "--output", model);
        ProcessOutcome predict = await AngioboardProcess.RunLimitedAsync(
            FilesUpTo1Kilobyte, ["predict", "--weight", study.Run, .. study.Options, "--output", folder.File("predictions.json")]);

        Assert.StartsWith($"{model}: cannot be written: ", Assert.Single(export.Refused()), StringComparison.Ordinal);
        Assert.StartsWith($"{folder.File("predictions.json")}: cannot be written: ", Assert.Single(predict.Refused()),
            StringComparison.Ordinal);
        Assert.Equal("earlier", File.ReadAllText(model));
        Assert.Equal(predictions, File.ReadAllText(folder.File("predictions.json")));
        Assert.Equal(2, Directory.GetFileSystemEntries(folder.Path).Length);
    }
}
