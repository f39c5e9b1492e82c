using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;

namespace Angioboard.Faults.Databases;

/// <summary>
/// The process that is killed: opens a data folder's database and writes like the dashboard, printing each write before and after it.
/// </summary>
internal static class DatabaseWriter
{
    /// <summary>
    /// The argument that starts this executable as such a process. There is no command-line parser, since the process only lives for a
    /// moment.
    /// </summary>
    public const string Verb = "write-database";

    private const int RunsAtMost = 12, EpochsAtMost = 60;

    /// <summary>Writes until it is killed.</summary>
    public static void Write(string folder, int seed)
    {
        Random random = new(seed);
        using StreamWriter said = new(Console.OpenStandardOutput()) { AutoFlush = true };
        using Database database = Database.Open(folder);
        RunStore store = new(database, new RunFeed());
        Say(said, "open", "", "");
        while (true)
        {
            long token = random.NextInt64();
            Run[] runs = [.. store.All];
            if (runs.Length < RunsAtMost && random.Next(6) == 0)
            {
                int key = store.NextKey();
                Told(said, "run", $"kills/Train_{key}", token, () => store.Add(Fresh(key, token)));
                continue;
            }
            if (runs.Length == 0) continue;
            Run run = runs[random.Next(runs.Length)];
            switch (random.Next(10))
            {
                case 0 when runs.Length == RunsAtMost:
                    Told(said, "gone", run.Id, token, () => store.Remove(run.Id));
                    break;
                case 1 when run.EpochsDone > 0:
                    // As when a trainer that was killed trains its last epochs again.
                    int from = random.Next(run.EpochsDone);
                    Told(said, "back", $"{run.Id} {from}", token, () =>
                    {
                        store.RemoveEpochs(run.Id, from);
                        store.Update(run.Id, r => r with { EpochsDone = from, LogPosition = token });
                    });
                    break;
                case < 7 when run.EpochsDone < EpochsAtMost:
                    EpochRecord epoch =
                        new(run.EpochsDone,
                            new Dictionary<string, double?> { ["train_loss"] = token, ["val_loss"] = random.NextDouble(),
                                ["val_auc_ovr_macro"] = null });
                    Told(said, "epoch", $"{run.Id} {epoch.Epoch}", token, () =>
                        store.AppendEpoch(run.Id, epoch, r =>
                            r with { EpochsDone = epoch.Epoch + 1, LogPosition = token, Last = epoch.Values,
                                Sparkline = [.. r.Sparkline.TakeLast(39), epoch.Values["val_loss"]] }));
                    break;
                default:
                    Told(said, "run", run.Id, token,
                        () => store.Update(run.Id,
                            r => r with { LogPosition = token, Status = RunStatus.Running, Note = new string('n', random.Next(3000)) }));
                    break;
            }
        }
    }

    private static void Told(StreamWriter said, string what, string id, long token, Action write)
    {
        Say(said, $"{what}?", id, $"{token}");
        write();
        Say(said, $"{what}!", id, $"{token}");
    }

    private static void Say(StreamWriter said, string what, string id, string token) => said.WriteLine($"{what} {id} {token}");

    private static Run Fresh(int key, long token) => new()
    {
        Id = $"kills/Train_{key}",
        Key = key,
        Folder = $"/results/kills/Train_{key}",
        Owner = "ada",
        Settings = new RunSettings { Split = "/data/split.json", Datadir = "/data" },
        Created = DateTimeOffset.UnixEpoch,
        SettingsHash = "",
        LogPosition = token,
    };
}
