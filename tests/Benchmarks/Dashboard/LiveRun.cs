using System.Text.Json.Nodes;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Leases;

namespace Angioboard.Benchmarks.Dashboard;

/// <summary>A run that writes ten events a second, like one started in a terminal; this process acts as its trainer.</summary>
internal sealed class LiveRun : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly MetricsLog log;
    private readonly CancellationTokenSource stop = new();
    private readonly Task writing;

    private LiveRun(string id, MetricsLog log)
    {
        (Id, this.log) = (id, log);
        writing = Task.Run(WriteAsync);
    }

    /// <summary>The run's id, which is also in its page's address.</summary>
    public string Id { get; }

    /// <summary>
    /// Creates the run's folder, announces it to the dashboard of the data folder and waits until the dashboard lists it.
    /// </summary>
    public static async Task<LiveRun> StartAsync(string dataFolder, string output)
    {
        RunFolder folder = RunFolder.Create(output);
        RunSettings settings = SettingsRules.Resolve(new RunSettings { Epochs = 1000 });
        SettingsFile.Write(folder.Settings, settings, new JsonObject { ["device"] = "cpu" }, new JsonObject { ["sha256"] = "0" });
        MetricsLog log = new(folder.Metrics, TimeProvider.System);
        log.Append("phase", ("phase", "train"));
        TrainerFile trainer = TrainerFile.Own(folder.Path, "cpu", Environment.UserName, DateTimeOffset.UtcNow);
        trainer.Write(Path.Combine(folder.Path, "trainer.json"));
        InboxNote.Announce(dataFolder, trainer);
        await Task.Delay(TimeSpan.FromSeconds(3));
        return new LiveRun($"{Path.GetFileName(output)}/{folder.Name}", log);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await writing;
        log.Append("status", ("status", "stopped"));
        log.Dispose();
        stop.Dispose();
    }

    private async Task WriteAsync()
    {
        using PeriodicTimer timer = new(Interval);
        try
        {
            for (int i = 0; await timer.WaitForNextTickAsync(stop.Token); i++)
            {
                log.Append("progress", ("epoch", i / 10), ("epochs", 1000), ("batch", i % 10), ("batches", 10), ("step", i),
                    ("loss", 1.0 / (i + 1)), ("frames_per_second", 100.0), ("seconds_left", 1000.0 - i / 10.0));
                if (i % 10 == 9)
                    log.Append(
                        new EpochRecord(i / 10,
                            new Dictionary<string, double?> { ["train_loss"] = 1.0 / (i + 1), ["val_loss"] = 1.1 / (i + 1),
                                ["val_auc_ovr_macro"] = 0.9, ["lr"] = 1e-4, ["seconds"] = 1, ["data_wait"] = 0, ["frames"] = 100,
                                ["step"] = i }));
            }
        }
        catch (OperationCanceledException)
        {
            // Watched long enough.
        }
    }
}
