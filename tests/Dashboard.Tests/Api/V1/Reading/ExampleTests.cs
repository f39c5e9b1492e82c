using System.Diagnostics;
using System.Text.RegularExpressions;
using Angioboard.Jobs.Users;

namespace Angioboard.Dashboard.Tests.Api.V1.Reading;

/// <summary>The examples of docs/api.md, run as they stand.</summary>
public sealed partial class ExampleTests
{
    private const string Python = "/usr/bin/python3";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_examples_that_read_run_as_they_stand()
    {
        await using ReadableRuns study = await ReadableRuns.StartAsync(runs: 5);
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Viewer);
        using TemporaryFolder folder = new();
        string page = await File.ReadAllTextAsync(Path.Combine(GoldenFiles.Repository, "docs", "api.md"), Cancellation);
        string reading = Reading().Match(page).Value;

        List<string> outputs = [];
        foreach (Match block in Block().Matches(reading))
            outputs.Add(await RunAsync(block.Groups[1].Value, block.Groups[2].Value, folder, ada.Token, study.Dashboard.Address));

        Assert.Equal(7, outputs.Count);
        Assert.StartsWith("""{"runs":[{"id":"study/Train_5","name":"study/Train_5","max_frames":12,"best:val_loss":0.14""", outputs[0],
            StringComparison.Ordinal);
        Assert.Equal(["study/Train_5 0.14285714285714285", "study/Train_4 0.16666666666666666", "study/Train_3 0.2", "study/Train_2 0.25",
            "study/Train_1 0.3333333333333333"], outputs[1].TrimEnd('\n').Split('\n'));
        Assert.Matches(@"study/Train_1 +0\.333333\n", outputs[2]);
        Assert.StartsWith("PAR1", await File.ReadAllTextAsync(folder.File("epochs.parquet"), Cancellation), StringComparison.Ordinal);
        Assert.StartsWith("best.ckpt 100000\n", outputs[4], StringComparison.Ordinal);
        Assert.Contains("{'exam': '0_L', 'label': 0, 'predicted': 0, 'probabilities': [0.75, 0.25]}", outputs[4], StringComparison.Ordinal);
        Assert.Equal(100_000, new FileInfo(folder.File("best.ckpt")).Length);
        Assert.StartsWith("open {'time': '", outputs[6], StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(string language, string text, TemporaryFolder folder, string token, string address)
    {
        string script = folder.File(language == "bash" ? "example.sh" : "example.py");
        await File.WriteAllTextAsync(script, text, Cancellation);
        string[] arguments = language == "bash" ? ["bash", "-e", script] : [Python, script];
        ProcessStartInfo start = new("env", ["-u", "http_proxy", "-u", "HTTP_PROXY", .. arguments])
        {
            WorkingDirectory = folder.Path, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        (start.Environment["TOKEN"], start.Environment["SERVER"]) = (token, address.TrimEnd('/'));
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(Cancellation);
        Task<string> errors = process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.True(process.ExitCode == 0, $"{text}\n{await errors}");
        return await output;
    }

    [GeneratedRegex(@"(?s)\n## Reading\n.*?(?=\n## |\z)")]
    private static partial Regex Reading();

    [GeneratedRegex(@"(?s)```(bash|python)\n(.*?)```")]
    private static partial Regex Block();
}
