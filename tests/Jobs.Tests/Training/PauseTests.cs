using System.Diagnostics;

namespace Angioboard.Jobs.Tests.Training;

/// <summary>
/// A run whose folder cannot be written to for a while waits, and ends as if nothing had happened. A limit on file sizes that is raised
/// again simulates a full disk.
/// </summary>
public sealed class PauseTests(SharedStudy study) : IDisposable
{
    private const string Waits = "waiting, and will continue by itself: ";
    private static readonly string[] Files = ["last.ckpt", "predictions.json", "evaluation.json"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(100, "128")] // The checkpoint is the first file over the limit.
    [InlineData(1, "8")] // The settings are, then the log that grows.
    public async Task A_full_disk_delays_a_run_until_there_is_space(int kilobytes, string hidden)
    {
        string whole = (await AngioboardProcess.RunAsync(Experiment("whole", "--hidden-dim", hidden))).Done().Result,
            run = folder.File("results", "Train_1");
        using AngioboardProcess process = AngioboardProcess.StartLimited(Limit(kilobytes), Experiment("results", "--hidden-dim", hidden));
        await process.SaysAsync(Waits);

        for (int i = 0; i < 20 && kilobytes < 64; i++) await Raise(process.Id, kilobytes + i);
        await Raise(process.Id, null);
        ProcessOutcome outcome = (await process.EndAsync()).Done();

        Assert.Contains($"{Waits}{run}/", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("continuing", outcome.Errors, StringComparison.Ordinal);
        AssertSame(whole, run);
        Assert.Contains(
            RunFiles.Events(run, "log"),
            line => ((string)line["text"]!).StartsWith("continued after ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_folder_that_disappears_and_returns_delays_a_run()
    {
        string[] options = ["--epochs", "30", "--checkpoint-minutes", "1e-6"];
        string whole = (await AngioboardProcess.RunAsync(Experiment("whole", options))).Done().Result,
            run = folder.File("results", "Train_1");
        using AngioboardProcess process = AngioboardProcess.Start(Experiment("results", options));
        await ResumeTests.EpochAsync(process, run, 1);

        Directory.Move(folder.File("results"), folder.File("away"));
        await process.SaysAsync(Waits);
        Directory.Move(folder.File("away"), folder.File("results"));
        ProcessOutcome outcome = (await process.EndAsync()).Done();

        Assert.Contains("cannot be written: it does not exist, or its folder does not", outcome.Errors, StringComparison.Ordinal);
        AssertSame(whole, run);
    }

    [Fact]
    public async Task A_waiting_run_that_is_stopped_ends_at_once_and_later_continues_from_its_checkpoint()
    {
        string[] options = ["--hidden-dim", "128"];
        string whole = (await AngioboardProcess.RunAsync(Experiment("whole", options))).Done().Result,
            run = folder.File("results", "Train_1");
        using AngioboardProcess process = AngioboardProcess.StartLimited(Limit(100), Experiment("results", options));
        await process.SaysAsync(Waits);

        process.Send(AngioboardProcess.Terminate);
        ProcessOutcome stopped = await process.EndAsync();
        Assert.Equal(130, stopped.ExitCode);
        Assert.DoesNotContain(Directory.GetFiles(run), file => Path.GetExtension(file) is ".tmp" or ".ckpt");
        Assert.Equal("stopped", (string)RunFiles.Events(run)[^1]["status"]!);
        (await AngioboardProcess.RunAsync("resume", run)).Done();

        AssertSame(whole, run);
    }

    private static string Limit(int kilobytes) => $"trap '' XFSZ; ulimit -S -f {kilobytes}";

    private static async Task Raise(int process, int? kilobytes)
    {
        using Process prlimit =
            Process.Start("prlimit", ["--pid", $"{process}", kilobytes is { } limit ? $"--fsize={limit * 1024}:" : "--fsize=unlimited:"]);
        await prlimit.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, prlimit.ExitCode);
    }

    private static void AssertSame(string whole, string run)
    {
        foreach (string file in Files.Append(Path.GetFileName(RunFiles.Best(whole))))
            Assert.True(File.ReadAllBytes(Path.Combine(whole, file)).SequenceEqual(File.ReadAllBytes(Path.Combine(run, file))),
                $"{file} differs");
        Assert.DoesNotContain(Directory.GetFiles(run), file => file.EndsWith(".tmp", StringComparison.Ordinal));
        Assert.Equal(Learnt(whole), Learnt(run));

        // An epoch that was trained again is there twice, and counts once.
        static IEnumerable<string> Learnt(string run) =>
            RunFiles.Events(run, "epoch").GroupBy(epoch => (int)epoch["epoch"]!).OrderBy(epoch => epoch.Key)
            .Select(epoch => epoch.Last()).Select(epoch => $"{epoch["epoch"]} {epoch["train_loss"]} {epoch["val_loss"]} {epoch["step"]}");
    }

    private string[] Experiment(string output, params string[] own) =>
        ["experiment", "--output", folder.File(output), .. TinyModel.On(study.Options, own)];
}
