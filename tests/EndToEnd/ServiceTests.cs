using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Angioboard.EndToEnd;

/// <summary>The dashboard under its systemd unit: a stop, a restart or a failure does not affect runs.</summary>
public sealed class ServiceTests(Site site) : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3), Poll = TimeSpan.FromMilliseconds(50);
    private static readonly SystemdUnit Unit = SystemdUnit.Read(BuiltProgram.Unit);

    private readonly TemporaryFolder folder = new();
    private DashboardProcess dashboard = null!;

    public async ValueTask InitializeAsync()
    {
        string home = Directory.CreateDirectory(folder.File("home")).FullName, data = folder.File("data");
        dashboard = new DashboardProcess(data)
        {
            StartedBy = own =>
                Unit.Start(BuiltProgram.Dashboard, home,
                    new Dictionary<string, string>(own) { ["HF_HOME"] = folder.File("huggingface"),
                        ["ANGIOBOARD_CACHE"] = folder.File("frames") }),
        };
        await dashboard.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await dashboard.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Trainers_outlive_stops_and_quick_restarts_of_the_service_and_are_found_again()
    {
        string id = (await Command.RunAsync(dashboard.DataFolder,
            "submit", "--experiment", "service", "--split", Path.Combine(site.Study, "split.json"), "--datadir", site.Study, "--data",
            "phantom", "--epochs", "100000",
            "--backbone", "vit(img=32,patch=16,dim=16,depth=1,heads=2)", "--hidden-dim", "8", "--max-frames", "4", "--threads", "1",
            "--device", "cpu")).Trim();
        string run = Path.Combine(dashboard.Results, id);
        await UntilAsync(() => Events(run, "epoch").Length > 1);
        int trainer = Trainer(run);

        await Unit.StopAsync(dashboard, trainer);
        await GoesOnAsync(run, trainer);
        await dashboard.StartAsync();
        await GoesOnAsync(run, trainer);
        // Again at once, the second time before it is ready; and after a crash, when systemd starts it too.
        await Unit.StopAsync(dashboard, trainer);
        Task starting = dashboard.StartAsync();
        await Task.Delay(500, TestContext.Current.CancellationToken);
        await Unit.StopAsync(dashboard, trainer);
        await Task.WhenAny(starting);
        _ = starting.Exception;
        await dashboard.StartAsync();
        await dashboard.EndAsync(DashboardProcess.Kill);
        await dashboard.StartAsync();
        await GoesOnAsync(run, trainer);
        int[] trainers = [.. Trainers(run)];
        File.WriteAllText(Path.Combine(run, "finish.request"), "");
        await UntilAsync(() => (string?)Events(run, "status").LastOrDefault()?["status"] == "finished"
            && !DashboardProcess.Signal(trainer, 0));

        Assert.Equal([trainer], trainers);
        Assert.Equal(trainer, Trainer(run));
        Assert.Empty(Events(run, "resumed"));
        JsonObject[] epochs = Events(run, "epoch");
        Assert.Equal(Enumerable.Range(0, epochs.Length), epochs.Select(epoch => (int)epoch["epoch"]!));
        Assert.True(File.Exists(Path.Combine(run, "evaluation.json")));
        Assert.Equal(["Train_1"], Directory.GetDirectories(Path.GetDirectoryName(run)!, "Train_*").Select(path => Path.GetFileName(path)));
        // UMask: nobody else may read patients' names.
        const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        Assert.True(OperatingSystem.IsWindows() || (File.GetUnixFileMode(Path.Combine(run, "predictions.json")) & Others) == 0);
    }

    [Fact]
    public void The_unit_only_ends_the_dashboard_and_always_starts_it_again()
    {
        Assert.Equal(("process", "continue", "on-failure", "2"),
            (Unit["KillMode"], Unit["OOMPolicy"], Unit["Restart"], Unit["RestartPreventExitStatus"]));
        // systemd allows five starts within ten seconds.
        Assert.True(int.Parse(Unit["RestartSec"]!, System.Globalization.CultureInfo.InvariantCulture) * 5 > 10);
        // Folders of these kinds are emptied at each stop, while trainers still use them.
        Assert.All(new[] { "RuntimeDirectory", "PrivateTmp", "DynamicUser" }, setting => Assert.Null(Unit[setting]));
    }

    private async Task GoesOnAsync(string run, int trainer)
    {
        int before = Events(run, "epoch").Length;
        await UntilAsync(() => Events(run, "epoch").Length > before + 2);
        Assert.Equal(trainer, Trainer(run));
        Assert.True(DashboardProcess.Signal(trainer, 0), "the trainer ended with the dashboard");
    }

    private static int Trainer(string run) => (int)JsonNode.Parse(File.ReadAllText(Path.Combine(run, "trainer.json")))!["pid"]!;

    private static IEnumerable<int> Trainers(string run) => Process.GetProcesses().Select(process => process.Id)
        .Where(pid => CommandLine(pid) is { } command && command.Contains("experiment", StringComparison.Ordinal)
            && command.Contains(run, StringComparison.Ordinal));

    private static string? CommandLine(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // It has ended.
        }
    }

    // The last line may be incomplete.
    private static JsonObject[] Events(string run, string type) => !File.Exists(Path.Combine(run, "metrics.jsonl")) ? [] :
    [
        .. File.ReadAllText(Path.Combine(run, "metrics.jsonl")).Split('\n')[..^1].Select(line => JsonNode.Parse(line)!.AsObject())
            .Where(line => (string?)line["type"] == type),
    ];

    private async Task UntilAsync(Func<bool> condition)
    {
        for (Stopwatch waited = Stopwatch.StartNew(); !condition(); await Task.Delay(Poll, TestContext.Current.CancellationToken))
            Assert.True(waited.Elapsed < Limit, $"it did not happen:\n{dashboard.Output}");
    }
}
