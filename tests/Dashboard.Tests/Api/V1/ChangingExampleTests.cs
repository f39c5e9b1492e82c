using System.Diagnostics;
using System.Text.RegularExpressions;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Users;

namespace Angioboard.Dashboard.Tests.Api.V1;

/// <summary>The examples of docs/api.md that change something, run as they stand.</summary>
public sealed partial class ChangingExampleTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_examples_that_change_runs_run_as_they_stand()
    {
        await using QueueStudy study = await QueueStudy.StartAsync();
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Researcher);
        string page = await File.ReadAllTextAsync(Path.Combine(GoldenFiles.Repository, "docs", "api.md"), Cancellation);

        string[] outputs = await Task.WhenAll(Block().Matches(Changing().Match(page).Value).Take(1)
            .Select(block => RunAsync(block.Groups[1].Value, ada.Token, study.Dashboard.Address)));
        string again = await RunAsync(Block().Matches(Changing().Match(page).Value)[0].Groups[1].Value, ada.Token, study.Dashboard.Address);
        await RunAsync(Block().Matches(Changing().Match(page).Value)[1].Groups[1].Value, ada.Token, study.Dashboard.Address);

        Assert.Contains("\"id\":\"sweep/Train_2\",\"name\":\"lr 0.0003\"", outputs[0], StringComparison.Ordinal);
        Assert.Contains("\"id\":\"sweep/Train_2\"", again, StringComparison.Ordinal);
        Assert.Equal(2, study.Runs.All.Count);
        Run run = study.Runs.Find("sweep/Train_1")!;
        Assert.Equal((RunStatus.Stopped, "too slow", "night stopped"), (run.Status, run.Note, string.Join(' ', run.Tags)));
    }

    [Fact]
    public async Task The_examples_of_studies_run_as_they_stand()
    {
        await using QueueStudy study = await QueueStudy.StartAsync();
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Researcher);
        string exams = string.Join(", ", Enumerable.Range(0, 12).Select(n => $"""["p{n:00}_L/1.jpg", {n % 2}]"""));
        await File.WriteAllTextAsync(study.Split, $$"""{"train": [{{exams}}]}""", Cancellation);
        string page = await File.ReadAllTextAsync(Path.Combine(GoldenFiles.Repository, "docs", "api.md"), Cancellation);

        string script = Block().Matches(Changing().Match(page).Value)[2].Groups[1].Value;
        string output = await RunAsync(script, ada.Token, study.Dashboard.Address);

        Assert.Contains("12 of 12 runs paused", output, StringComparison.Ordinal);
        Assert.Equal((18, 6), (study.Runs.All.Count, study.Runs.All.Count(run => run.PausedBy is null)));
    }

    private static async Task<string> RunAsync(string script, string token, string address)
    {
        ProcessStartInfo start = new("env", ["-u", "http_proxy", "-u", "HTTP_PROXY", "bash", "-e", "-c", script])
        {
            RedirectStandardOutput = true,
        };
        (start.Environment["TOKEN"], start.Environment["SERVER"]) = (token, address.TrimEnd('/'));
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.True(process.ExitCode == 0, output);
        return output;
    }

    [GeneratedRegex(@"(?s)\n## Changing\n.*?(?=\n## |\z)")]
    private static partial Regex Changing();

    [GeneratedRegex(@"(?s)```bash\n(.*?)```")]
    private static partial Regex Block();
}
