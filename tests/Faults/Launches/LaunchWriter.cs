using Angioboard.Core.Settings;
using Angioboard.Jobs;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Hosting;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Angioboard.Faults.Launches;

/// <summary>
/// The process that is killed: a dashboard without pages and devices, which prints its runs after its start, then launches more.
/// </summary>
internal static class LaunchWriter
{
    /// <summary>The argument that starts this executable as such a process.</summary>
    public const string Verb = "launch-runs";

    /// <summary>Number of runs in a launch.</summary>
    public const int Runs = 100;

    /// <summary>The texts of a launch's runs.</summary>
    public static (string Experiment, string Owner, string Name, string Tag) Texts(int launch) =>
        ($"e{launch}", $"owner{launch % 3}", $"launch {launch}", $"tag{launch}");

    /// <summary>Prints the existing runs, then launches until it is killed.</summary>
    public static async Task LaunchAsync(string box, string study, int launch)
    {
        AngioboardOptions options = new(
            ) { DataFolder = Path.Combine(box, "data"), ResultsFolder = Path.Combine(box, "results"), MinimumFreeGigabytes = 0 };
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(_ => Database.Open(options.DataFolder));
        builder.Services.AddSingleton<RunFeed>().AddSingleton<RunStore>().AddSingleton<DatasetStore>();
        builder.Services.AddAngioboardQueue(_ => new QueueSetup { Devices = () => [] });
        using IHost host = builder.Build();
        await host.StartAsync();
        await host.Services.GetServices<IHostedService>().OfType<QueueHost>().Single().TakenOver;
        // The queue is shown once the scheduler has looked; one that stays incomplete is what the campaign finds.
        RunStore store = host.Services.GetRequiredService<RunStore>();
        RunControl shown = host.Services.GetRequiredService<RunControl>();
        for (int i = 0; i < 1000 && shown.Queue.Count < store.All.Count(run => run.Status == RunStatus.Queued); i++) await Task.Delay(5);

        using StreamWriter said = new(Console.OpenStandardOutput()) { AutoFlush = false };
        RunControl control = host.Services.GetRequiredService<RunControl>();
        Dictionary<string, int> waiting = control.Queue.Select((entry, place) => (entry.RunId, place)).ToDictionary();
        foreach (Run run in host.Services.GetRequiredService<RunStore>().All)
            said.WriteLine(
                $"run|{run.Experiment}|{run.Train}|{run.Owner}|{run.Name}|{string.Join(',', run.Tags)}|{run.Status}|"
                    + $"{run.Missing}|{waiting.GetValueOrDefault(run.Id, -1)}");
        await said.WriteLineAsync("ready");
        await said.FlushAsync();
        (string experiment, string owner, string name, string tag) = Texts(launch);
        RunSettings settings = new()
        {
            Split = Path.Combine(study, "split.json"), Datadir = study,
            ClassNames = ["Leakage", "Staining", "No", "Pooling", "Window defect"], Epochs = 1, Device = "cpu", Pretrained = "none",
        };
        await said.WriteLineAsync("begin");
        await said.FlushAsync();
        await control.LaunchAsync(
            Actor.Owner(owner),
            new LaunchRequest { Settings = [.. Enumerable.Range(0, Runs).Select(seed => settings with { Seed = seed })],
                Experiment = experiment, Name = name, Note = "a note", Tags = [tag] },
            CancellationToken.None);
        await said.WriteLineAsync("done");
        await said.FlushAsync();
        await Task.Delay(Timeout.Infinite);
    }
}
