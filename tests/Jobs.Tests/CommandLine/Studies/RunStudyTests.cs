using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;

namespace Angioboard.Jobs.Tests.CommandLine.Studies;

/// <summary>`study run` on another device than the study's.</summary>
public sealed class RunStudyTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    public async ValueTask InitializeAsync() =>
        (await AngioboardProcess.RunAsync("phantom", "--output", folder.File("data"), "--exams", "40", "--seed", "5")).Done();

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_device_that_is_not_there_is_named_once_and_no_run_is_made()
    {
        string study = await NewAsync();

        string[] refused = (await AngioboardProcess.RunAsync("study", "run", study, "--device", "cuda:99")).Refused();

        Assert.Contains("cuda:99", Assert.Single(refused), StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(Path.GetDirectoryName(study)!, "Train_*"));
    }

    [Fact]
    public async Task Another_device_holds_for_runs_that_have_a_folder_too_and_failures_are_told_at_the_end()
    {
        string path = await NewAsync();
        StudyDirectory study = StudyDirectory.Open(path);
        StudyRun first = study.Plan.Runs()[0];
        RunFolder made = study.Make(first, SettingsRules.Resolve(first.Settings) with { Device = "cuda:99" });

        ProcessOutcome failed = (await AngioboardProcess.RunAsync("study", "run", path)).Ended(1);
        (await AngioboardProcess.RunAsync("study", "run", path, "--device", "cpu")).Done();

        Assert.Contains(failed.Problems, problem => problem.StartsWith("as set, seed 1: ", StringComparison.Ordinal)
            && problem.Contains("cuda:99", StringComparison.Ordinal));
        Assert.Equal("cpu", (string)RunFiles.Json(made.Settings)["device"]!);
        Assert.All(study.Cells(), cell => Assert.Equal(StudyRunState.Finished, cell.State));
    }

    private async Task<string> NewAsync() => (await AngioboardProcess.RunAsync(
        ["study", "new", "--output", folder.File("results", "demo"), "--seeds", "1,2",
            .. TinyModel.On(["--split", folder.File("data", "split.json"), "--datadir", folder.File("data"), "--data", "phantom"], [])]))
        .Done().Result;
}
