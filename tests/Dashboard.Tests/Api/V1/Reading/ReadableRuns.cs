using System.Text.Json.Nodes;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Api.V1.Reading;

/// <summary>A dashboard with finished runs of three epochs each, and their files.</summary>
internal sealed class ReadableRuns : IAsyncDisposable
{
    public const int Epochs = 3;

    private readonly TemporaryFolder folder = new();

    private ReadableRuns(RunningDashboard dashboard) => Dashboard = dashboard;

    public RunningDashboard Dashboard { get; }

    public RunStore Store => Dashboard.Services.GetRequiredService<RunStore>();

    public static async Task<ReadableRuns> StartAsync(int runs, string pathBase = "", params (string Key, string Value)[] settings)
    {
        TemporaryFolder data = new();
        ReadableRuns made = new(await RunningDashboard.StartAsync(data.Path, pathBase, settings));
        for (int key = 1; key <= runs; key++) made.Add(key);
        return made;
    }

    public async ValueTask DisposeAsync()
    {
        await Dashboard.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>Adds the run <c>study/Train_key</c>; the larger its key, the newer and the better it is.</summary>
    public Run Add(int key)
    {
        string id = $"study/Train_{key}";
        RunSettings settings = SettingsRules.Resolve(new RunSettings { ClassNames = ["sick", "well"], Epochs = Epochs, Seed = key });
        RunFolder files = new(Directory.CreateDirectory(folder.File("study", $"Train_{key}")).FullName);
        SettingsFile.Write(files.Settings, settings, new JsonObject { ["device"] = "cpu" }, new JsonObject { ["sha256"] = "0123" });
        SplitPredictions test = new("test", [.. Enumerable.Range(0, 20).Select(exam => new ExamPrediction($"{exam}_L", exam % 2,
            (exam + key) % 5 == 0 ? [0.5, 0.5] : exam % 2 == 0 ? [0.75, 0.25] : [0.125, 0.875]))]);
        PredictionsFile.Write(files.Predictions, [test]);
        EvaluationFile.Write(files.Evaluation,
            Evaluator.Evaluate([test], new EvaluationOptions(["sick", "well"], Resamples: 20), null, CancellationToken.None));
        File.WriteAllBytes(Path.Combine(files.Path, "best.ckpt"), [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 31))]);
        EpochRecord[] epochs = [.. Enumerable.Range(0, Epochs).Select(epoch => new EpochRecord(epoch, new Dictionary<string, double?>
        {
            ["train_loss"] = 1.0 / (epoch + 1), ["val_loss"] = 1.0 / (key + epoch), ["val_accuracy"] = epoch == 0 ? null : 0.25 * epoch,
            ["lr"] = 1e-5,
        }))];
        Run run = new()
        {
            Id = id, Key = key, Folder = files.Path, Owner = key % 2 == 0 ? "grace" : "ada", Settings = settings,
            SettingsHash = SettingsHash.Of(settings),
            Created = new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.FromHours(2)).AddMinutes(key),
            Status = RunStatus.Finished, Ended = DateTimeOffset.UtcNow, EpochsDone = Epochs, BestEpoch = Epochs - 1,
            Last = epochs[^1].Values, AtBest = epochs[^1].Values, Device = "cpu", Note = $"note {key}", Tags = ["a", $"t{key}"],
            Name = key == 2 ? "=1+1" : null,
            Best = new Dictionary<string, BestValue> { ["val_loss"] = new(epochs[^1].Values["val_loss"]!.Value, Epochs - 1) },
            Splits = new Dictionary<string, IReadOnlyDictionary<string, double?>>
                { ["test"] = new Dictionary<string, double?> { ["accuracy"] = 0.75, ["auc_ovr_macro"] = null } },
        };
        Store.Import([run], epochs.Select(epoch => (key, epoch)));
        return Store.Find(id)!;
    }
}
