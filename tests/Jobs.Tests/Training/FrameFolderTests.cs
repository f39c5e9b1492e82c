using System.Diagnostics;
using Angioboard.Core.Data.Cache;

namespace Angioboard.Jobs.Tests.Training;

/// <summary>The folder of decoded frames between processes: shared, and never wrong whatever happens to its writers.</summary>
public sealed class FrameFolderTests(SharedStudy study) : IDisposable
{
    private const int Exams = 12;

    private readonly TemporaryFolder folder = new();

    private string Frames => folder.File("frames");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Processes_that_fill_it_concurrently_and_a_later_one_give_the_same_result()
    {
        ProcessOutcome[] together = await Task.WhenAll(RunAsync(Frames), RunAsync(Frames));
        ProcessOutcome later = await RunAsync(Frames);

        Assert.All((ProcessOutcome[])[.. together, later], run => Assert.Equal(Predictions(study.Run), Predictions(run.Result)));
        Assert.Equal(Exams, Directory.GetFiles(Frames).Length);
        Assert.All(Directory.GetFiles(Frames), file => Assert.EndsWith(".frames", file, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_of_a_process_killed_while_filling_it_are_not_taken_for_frames()
    {
        using (AngioboardProcess process = AngioboardProcess.Start(Folder(Frames), Experiment()))
        {
            await FirstFileAsync();
            process.Send(AngioboardProcess.Kill);
            Assert.NotEqual(0, (await process.EndAsync()).ExitCode);
        }

        ProcessOutcome run = await RunAsync(Frames);

        Assert.Equal(Predictions(study.Run), Predictions(run.Result));
        Assert.Equal(Exams, Directory.GetFiles(Frames, "*.frames").Length);
    }

    [Fact]
    public async Task An_unwritable_folder_is_reported_once_and_the_run_continues()
    {
        File.WriteAllText(Frames, "a file where the folder should be");

        ProcessOutcome run = await RunAsync(Frames);

        Assert.Equal(Predictions(study.Run), Predictions(run.Result));
        string said = Assert.Single(run.Errors.Split('\n'), line => line.Contains("frame cache", StringComparison.Ordinal));
        Assert.StartsWith($"warning: the frame cache in {Frames} cannot be written to", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_precision_is_a_setting_of_the_run()
    {
        ProcessOutcome half = await RunAsync(Frames, "--cache-dtype", "float16"),
            again = await RunAsync(FrameCacheOptions.None, "--cache-dtype", "float16");

        Assert.Equal("float16", (string)RunFiles.Json(Path.Combine(half.Result, "settings.json"))["cache_dtype"]!);
        string predicted = folder.File("predicted.json");
        (await AngioboardProcess.RunAsync(
            Folder(Frames), "predict", "--weight", half.Result, "--split", study.Split, "--datadir", study.Folder, "--output", predicted,
            "--threads", "1")).Done();

        Assert.Equal(Predictions(half.Result), Predictions(again.Result));
        Assert.Equal(Predictions(half.Result), File.ReadAllBytes(predicted));
        Assert.NotEqual(Predictions(study.Run), Predictions(half.Result));
    }

    private static Dictionary<string, string> Folder(string frames) => new() { [FrameCacheOptions.FolderVariable] = frames };

    private static byte[] Predictions(string run) => File.ReadAllBytes(Path.Combine(run, "predictions.json"));

    private async Task<ProcessOutcome> RunAsync(string frames, params string[] own) =>
        (await AngioboardProcess.RunAsync(Folder(frames), Experiment(own))).Done();

    private string[] Experiment(params string[] own) =>
        ["experiment", "--output", folder.File("results"), .. TinyModel.On(study.Options, own)];

    /// <summary>Waits until there is a file, complete or not.</summary>
    private async Task FirstFileAsync()
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (!Directory.Exists(Frames) || Directory.GetFiles(Frames).Length == 0)
        {
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(2), "no frames were decoded");
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }
}
