using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Angioboard.EndToEnd;

/// <summary>A running dashboard's database is copied; a damaged one is rebuilt from the runs' folders.</summary>
public sealed partial class StoreTests(Site site) : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private DashboardProcess dashboard = null!;

    public async ValueTask InitializeAsync()
    {
        dashboard = new DashboardProcess(folder.File("data"));
        await dashboard.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await dashboard.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_copy_is_made_while_the_dashboard_runs_and_can_replace_the_database()
    {
        string run = await SubmitAsync("--note", "kept");

        string copy = (await Command.RunAsync(dashboard.DataFolder, "backup", folder.File("copy"))).Trim();
        string reindex = await RefusedAsync("reindex"), again = await RefusedAsync("backup", copy);
        await dashboard.EndAsync(DashboardProcess.Kill);
        File.Delete(Path.Combine(dashboard.DataFolder, "angioboard-log.db"));
        File.Copy(copy, Path.Combine(dashboard.DataFolder, "angioboard.db"), overwrite: true);
        await dashboard.StartAsync();

        Assert.Contains("another dashboard runs on this data folder", reindex, StringComparison.Ordinal);
        Assert.Contains("already exists", again, StringComparison.Ordinal);
        Assert.Equal(run, (await Command.RunAsync(dashboard.DataFolder, "stop", run)).Trim());
    }

    [Fact]
    public async Task A_damaged_database_is_refused_and_rebuilt_when_the_user_agrees()
    {
        string run = await SubmitAsync(), database = Path.Combine(dashboard.DataFolder, "angioboard.db");
        await Command.RunAsync(dashboard.DataFolder, "stop", run);
        await dashboard.EndAsync(DashboardProcess.Terminate);
        File.WriteAllText(database, new string('x', 30_000));

        (int exit, string output) = await dashboard.RefuseAsync();
        string damaged = File.ReadAllText(database);
        string answered = await AnswerAsync("y");

        Assert.Equal(2, exit);
        Assert.Contains("`angioboard reindex` keeps a copy of it and finds the runs again from their folders", output,
            StringComparison.Ordinal);
        Assert.Equal(new string('x', 30_000), damaged);
        Assert.Contains("Rebuild the database", answered, StringComparison.Ordinal);
        Assert.Contains("1 runs read from their folders", answered, StringComparison.Ordinal);
        Assert.Contains("/sign-in?token=", answered, StringComparison.Ordinal);
        await dashboard.StartAsync();
        Assert.Contains("neither waits nor runs", await RefusedAsync("stop", run), StringComparison.Ordinal);
    }

    private async Task<string> SubmitAsync(params string[] more) => (await Command.RunAsync(
        dashboard.DataFolder,
        [
            "submit", "--split", Path.Combine(site.Study, "split.json"), "--datadir", site.Study, "--data", "phantom",
            "--experiment", "store",
            "--backbone", "vit(img=32,patch=16,dim=16,depth=1,heads=2)", "--epochs", "100000", "--threads", "1", .. more,
        ])).Trim();

    private async Task<string> RefusedAsync(params string[] arguments)
    {
        using Process process = Command.Start(dashboard.DataFolder, arguments);
        string errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, process.ExitCode);
        return errors;
    }

    /// <summary>Starts the dashboard in its own terminal, answers its question, and ends it once it listens.</summary>
    private async Task<string> AnswerAsync(string answer)
    {
        ProcessStartInfo start =
            new("env",
                ["--default-signal", "script", "--quiet", "--return", "--command", BuiltProgram.Dashboard,
                    "/dev/null"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["Angioboard__DataFolder"] = dashboard.DataFolder;
        start.Environment["ASPNETCORE_URLS"] = dashboard.Address.ToString().TrimEnd('/');
        using Process terminal = Process.Start(start)!;
        System.Text.StringBuilder said = new();
        char[] some = new char[4096];
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(TimeSpan.FromMinutes(2));
        bool answered = false;
        while (!said.ToString().Contains("/sign-in?token=", StringComparison.Ordinal))
        {
            int read = await terminal.StandardOutput.ReadAsync(some, late.Token);
            if (read == 0) break;
            said.Append(some, 0, read);
            if (answered || !said.ToString().Contains("[y/N]", StringComparison.Ordinal)) continue;
            await terminal.StandardInput.WriteLineAsync(answer);
            answered = true;
        }
        // Ctrl-C, as the terminal passes it on.
        await terminal.StandardInput.WriteAsync('\u0003');
        await terminal.StandardInput.FlushAsync(late.Token);
        await terminal.WaitForExitAsync(late.Token);
        return Colours().Replace(said.ToString(), "");
    }

    [GeneratedRegex("\u001b\\[[0-9;?]*[a-zA-Z]")]
    private static partial Regex Colours();
}
