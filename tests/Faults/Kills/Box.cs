using System.Diagnostics;
using System.Text.Json.Nodes;
using Angioboard.Core.RunFolders;
using Angioboard.EndToEnd;

namespace Angioboard.Faults.Kills;

/// <summary>A data folder with its dashboard, which is killed and started again, and what a user sees and does there.</summary>
internal sealed class Box(string dataFolder, Dictionary<string, string>? settings = null) : IAsyncDisposable
{
    private readonly DashboardProcess dashboard = new(dataFolder, settings);
    private HttpClient? client;

    public string DataFolder => dataFolder;

    public string Results => dashboard.Results;

    public int Id => dashboard.Id;

    /// <summary>Starts the dashboard and signs in with the link that it prints.</summary>
    public async Task StartAsync()
    {
        await dashboard.StartAsync();
        client?.Dispose();
        client = new HttpClient { BaseAddress = dashboard.Address, Timeout = TimeSpan.FromSeconds(30) };
        (await client.GetAsync(dashboard.SignInLink)).EnsureSuccessStatusCode();
    }

    /// <summary>Its reported health: <c>ok</c> or <c>degraded</c>.</summary>
    public async Task<string> HealthAsync()
    {
        using HttpResponseMessage answer = await client!.GetAsync(new Uri("/health", UriKind.Relative));
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["status"]!;
    }

    /// <summary>Ends the dashboard with a signal.</summary>
    public Task EndAsync(int signal) => dashboard.EndAsync(signal);

    /// <summary>Queues a run and returns its folder.</summary>
    public async Task<RunFolder> SubmitAsync(RunVariant variant, string study)
    {
        string id = (await Command.RunAsync(dataFolder, ["submit", "--experiment", variant.Name, .. variant.Options(study)])).Trim();
        return new RunFolder(Path.Combine(dashboard.Results, id));
    }

    /// <summary>A run's status as the dashboard shows it: the word in the list of runs.</summary>
    public async Task<string> StatusAsync(RunFolder folder)
    {
        string id = Path.GetRelativePath(dashboard.Results, folder.Path);
        return (await StatusesAsync(Path.GetDirectoryName(id)!)).GetValueOrDefault(id)
            ?? throw new InvalidOperationException($"the dashboard does not list {id}");
    }

    /// <summary>The status of each run of an experiment, by its id.</summary>
    public async Task<IReadOnlyDictionary<string, string>> StatusesAsync(string experiment)
    {
        string list = await client!.GetStringAsync(new Uri("/runs.csv?columns=status", UriKind.Relative));
        string[][] lines = [.. list.Split('\n').Select(line => line.TrimEnd('\r').Split(','))];
        int status = Array.IndexOf(lines[0], "status");
        return lines.Where(line => line[0].StartsWith($"{experiment}/", StringComparison.Ordinal))
            .ToDictionary(line => line[0], line => line[status]);
    }

    /// <summary>Resumes a run in a terminal, as a user would after the run was given up.</summary>
    public void Resume(RunFolder folder)
    {
        Process process = Command.Start(dataFolder, "resume", folder.Path);
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => process.Dispose();
    }

    /// <summary>The dashboard's output since its start.</summary>
    public string Output => dashboard.Output;

    public async ValueTask DisposeAsync()
    {
        client?.Dispose();
        await dashboard.DisposeAsync();
    }
}
