using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;

namespace Angioboard.Benchmarks.Dashboard;

/// <summary>A data folder with as many runs as a project has after years.</summary>
internal static class ManyRuns
{
    private static readonly string[] Experiments = ["hyperftype", "cnv-baseline", "ablation-frames", "hojg-transfer"];
    private static readonly string[] Owners = ["ada", "grace", "katherine", "dorothy"];
    private static readonly string[] Validation = ["val_loss", "val_accuracy", "val_auc_ovr_macro", "val_f1_macro", "val_imcp_area"];

    /// <summary>The run whose page is timed.</summary>
    public const string LongRun = "long/Train_1";

    /// <summary>Fills the database of a folder.</summary>
    public static void Write(string dataFolder, int runs, int epochs)
    {
        // A missing results folder with runs is waited for, not created again.
        Directory.CreateDirectory(Path.Combine(dataFolder, "results"));
        using Database database = Database.Open(dataFolder);
        RunStore store = new(database, new RunFeed());
        Run[] all = [.. Enumerable.Range(1, runs).Select(key => Make(dataFolder, key, epochs))];
        store.Import(all, all.SelectMany(run => Enumerable.Range(0, epochs).Select(epoch => (run.Key, Epoch(run.Key, epoch, epochs, 0)))));
        Run longest = Make(dataFolder, runs + 1, 400) with { Id = LongRun, Folder = Path.Combine(dataFolder, "results", LongRun) };
        store.Import([longest], Enumerable.Range(0, 400).Select(epoch => (longest.Key, Epoch(longest.Key, epoch, 400, monitors: 4))));
    }

    private static Run Make(string dataFolder, int key, int epochs)
    {
        Random random = new(key);
        string id = $"{Experiments[key % Experiments.Length]}/Train_{key}";
        RunSettings settings = SettingsRules.Resolve(new RunSettings
        {
            Split = "/data/angioreport/split.json",
            Datadir = "/data/angioreport",
            Seed = key % 5,
            Lr = Math.Pow(10, -3 - random.Next(3)),
            MaxFrames = 4 + 4 * random.Next(4),
            Epochs = epochs,
            BatchSize = 1 << random.Next(4),
            HiddenDim = 64 << random.Next(3),
            ClassNames = ["Leakage", "Staining", "No", "Pooling", "Window defect"],
        });
        EpochRecord[] trained = [.. Enumerable.Range(0, epochs).Select(epoch => Epoch(key, epoch, epochs, 0))];
        DateTimeOffset created = DateTimeOffset.UtcNow.AddHours(-key);
        return new Run
        {
            Id = id,
            Key = key,
            Folder = Path.Combine(dataFolder, "results", id),
            Owner = Owners[random.Next(Owners.Length)],
            Settings = settings,
            SettingsHash = SettingsHash.Of(settings),
            Created = created,
            Started = created.AddMinutes(1),
            Ended = created.AddMinutes(31),
            Status = random.Next(20) switch { 0 => RunStatus.Failed, 1 => RunStatus.Stopped, _ => RunStatus.Finished },
            Device = "cpu",
            Dataset = "angioreport",
            Fingerprint = "0123",
            Tags = random.Next(3) == 0 ? ["baseline"] : [],
            EpochsDone = epochs,
            BestEpoch = epochs / 2,
            Last = trained[^1].Values,
            Best = Validation.ToDictionary(name => name, name => MetricDirection.LowerIsBetter(name)
                ? new BestValue(trained.Min(e => e.Values[name]!.Value), epochs / 2)
                : new BestValue(trained.Max(e => e.Values[name]!.Value), epochs / 2)),
            Sparkline = [.. trained.Take(40).Select(e => e.Values["val_loss"])],
            Splits = new Dictionary<string, IReadOnlyDictionary<string, double?>>
            {
                ["test"] = new Dictionary<string, double?> { ["accuracy"] = random.NextDouble(), ["auc_ovr_macro"] = random.NextDouble(),
                    ["f1_macro"] = random.NextDouble() },
            },
            TrainingSeconds = 1800,
            FramesPerSecond = 100,
        };
    }

    // Realistic curves: falling or rising to a level, with noise.
    private static EpochRecord Epoch(int key, int epoch, int epochs, int monitors)
    {
        Random random = new(key * 1009 + epoch);
        double done = 1 - Math.Exp(-4.0 * epoch / epochs), level = 0.6 + 0.04 * (key % 10);
        Dictionary<string, double?> values = new() { ["train_loss"] = 1.6 - done + 0.05 * random.NextDouble() };
        foreach (string name in Validation)
            values[name] = name == "val_loss"
                ? 1.6 - 0.9 * done + 0.1 * random.NextDouble()
                : 0.2 + (level - 0.2) * done + 0.05 * random.NextDouble();
        for (int i = 0; i < monitors; i++) values[$"monitor-{i}_loss"] = 1.7 - 0.8 * done + 0.1 * random.NextDouble();
        (values["lr"], values["seconds"], values["data_wait"], values["frames"], values["step"]) = (1e-4, 45, 0.5, 15_000 , epoch * 650);
        return new EpochRecord(epoch, values);
    }
}
