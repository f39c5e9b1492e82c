using System.Diagnostics;
using Angioboard.Core.Models.Hub;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Hosting;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Slurm;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Angioboard.Jobs.Tests.Queue;

/// <summary>A dashboard without pages: store, queue, trainers. It can be stopped and started again with the same folders.</summary>
internal sealed class QueueRig(TemporaryFolder folder, SharedStudy study) : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private IHost? host;

    public string DataFolder => folder.File("data");

    public string Results => folder.File("results");

    /// <summary>The machine's devices.</summary>
    public IReadOnlyList<DeviceState> Devices { get; set; } = [new DeviceState { Id = "cpu", Name = "the processor" }];

    /// <summary>The Slurm cluster beside it; none by default.</summary>
    public SlurmOptions Slurm { get; set; } = new();

    /// <summary>The program that trainers are started from.</summary>
    public string Executable { get; set; } = AngioboardProcess.Executable;

    public long FreeBytes { get; set; } = long.MaxValue;

    /// <summary>Where runs find pretrained weights: only here.</summary>
    public HubSettings Hub => new(new Uri("http://127.0.0.1:1/"), folder.File("hub"), Offline: true);

    public Uri? Webhook { get; set; }

    /// <summary>Networks to which notices may be posted in addition to the internet.</summary>
    public IReadOnlyList<string> WebhookNetworks { get; set; } = ["127.0.0.1"];

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public double HangMinutes { get; set; } = 15;

    /// <summary>Much longer than in the product, so that a trainer on a busy machine is not killed before it has saved its state.</summary>
    public TimeSpan KillAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Counts the processes that the system killed for lack of memory.</summary>
    public Func<long?> OutOfMemoryKills { get; set; } = () => 0;

    /// <summary>What was logged, by all dashboards of this rig.</summary>
    public LogLines Log { get; } = new();

    public RunControl Control => host!.Services.GetRequiredService<RunControl>();

    public RunStore Runs => host!.Services.GetRequiredService<RunStore>();

    public RunFeed Feed => host!.Services.GetRequiredService<RunFeed>();

    public T Get<T>() where T : notnull => host!.Services.GetRequiredService<T>();

    public IEnumerable<T> GetAll<T>() => host!.Services.GetServices<T>();

    public async Task<QueueRig> StartAsync()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(Log);
        builder.Services.AddSingleton(new AngioboardOptions
        {
            DataFolder = DataFolder, ResultsFolder = Results, HangMinutes = HangMinutes, DataRoots = [study.Folder],
            PublicUrl = "http://box", Slurm = Slurm,
            Webhooks = new WebhookOptions { AllowedNetworks = WebhookNetworks },
        });
        builder.Services.AddSingleton(_ => Database.Open(DataFolder));
        builder.Services.AddSingleton(Time);
        builder.Services.AddSingleton<RunFeed>().AddSingleton<RunStore>().AddSingleton<DatasetStore>();
        builder.Services.AddSingleton<SlurmMonitor>();
        builder.Services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<SlurmMonitor>());
        builder.Services.AddAngioboardQueue(services => new QueueSetup
        {
            Devices = () => Devices,
            Partitions = () => SlurmDevices.Of(Slurm.Partitions, services.GetRequiredService<SlurmMonitor>().Latest),
            Executable = Executable,
            FreeBytes = _ => FreeBytes,
            Hub = () => Hub,
            Webhook = _ => Webhook,
            KillAfter = KillAfter,
            RestartAfter = TimeSpan.FromMilliseconds(50),
            OutOfMemoryKills = () => OutOfMemoryKills(),
            Tick = TimeSpan.FromMilliseconds(50),
        });
        host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return this;
    }

    /// <summary>Ends the dashboard; its trainers continue.</summary>
    public async Task StopAsync()
    {
        if (host is not { } running) return;
        host = null;
        await running.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)running).DisposeAsync();
    }

    public RunSettings Settings(int epochs = 2) => new()
    {
        Split = study.Split,
        Datadir = study.Folder,
        ClassNames = ["Leakage", "Staining", "No", "Pooling", "Window defect"],
        Backbone = TinyModel.Backbone,
        HiddenDim = 8,
        MaxFrames = 4,
        Epochs = epochs,
        Lr = 1e-3,
        Threads = 1,
        Device = "cpu",
    };

    public async Task<Run> LaunchAsync(int epochs = 2, string owner = "ada", string experiment = "demo") =>
        (await Control.LaunchAsync(Actor.Owner(owner), new LaunchRequest { Settings = [Settings(epochs)], Experiment = experiment },
            TestContext.Current.CancellationToken))[0];

    /// <summary>Waits until a run meets a condition.</summary>
    public async Task<Run> UntilAsync(string id, Func<Run, bool> condition)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (Runs.Find(id) is not { } run || !condition(run))
        {
            Assert.True(waited.Elapsed < Limit, $"{id} did not come so far: {Describe(id)}");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
        return Runs.Find(id)!;
    }

    public Task<Run> UntilAsync(string id, RunStatus status) => UntilAsync(id, run =>
    {
        Assert.False(run.Status != status && run.Status.IsFinal(), $"{id} ended otherwise: {Describe(id)}");
        return run.Status == status;
    });

    public async Task UntilAsync(Func<bool> condition)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waited.Elapsed < Limit, $"it did not happen:\n{string.Join('\n', Log.All)}");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until a run has no device any more.</summary>
    public Task UntilReleasedAsync(string id) => UntilAsync(() => Get<Scheduler>().FindWorking(id) is null);

    public async ValueTask DisposeAsync()
    {
        try
        {
            // This comes first, since the dashboard would start again what is killed below.
            await StopAsync();
        }
        finally
        {
            // Kills whatever a failed test has left running, including scripts in place of trainers: all name a folder of this test.
            foreach (Process left in Process.GetProcesses())
            {
                using (left) if (CommandLine(left).Contains(folder.Path, StringComparison.Ordinal)) await EndAsync(left);
            }
        }
        Assert.DoesNotContain(Log.All, line => line.Contains("table of transitions", StringComparison.Ordinal));
    }

    private static async Task EndAsync(Process process)
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
    }

    private static string CommandLine(Process process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/cmdline");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ""; // It has ended.
        }
    }

    private string Describe(string id)
    {
        if (Runs.Find(id) is not { } run) return "it is not there";
        string log = new RunFolder(run.Folder).TrainerLog;
        return $"{run.Status}, {run.Reason}, epochs {run.EpochsDone}\n{(File.Exists(log) ? File.ReadAllText(log) : "no log")}";
    }
}
