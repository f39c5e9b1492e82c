using System.Globalization;
using System.Text.RegularExpressions;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Supervision;
using Angioboard.Jobs.Troubles;
using Microsoft.Extensions.Logging;

namespace Angioboard.Jobs.Retention;

/// <summary>
/// Removes from the folders of runs that are over what only a trainer that was killed can have left: checkpoints that are neither the last nor
/// the best, and files that were never finished. Where anything is in doubt it removes nothing.
/// </summary>
internal sealed partial class RunPruning(RunStore runs, Scheduler scheduler, TimeProvider time, ILogger logger)
{
    // Whoever writes a file is done within this, on whatever box of a shared disk.
    private readonly TroubleLog troubles = new(logger);

    private static readonly TimeSpan Unfinished = TimeSpan.FromHours(1);

    // Runs that have been looked through, with their ends: until they end anew, nothing comes to their folders.
    private readonly Dictionary<string, DateTimeOffset?> done = [];

    /// <summary>Looks through a run's folder, if it is over, nobody works in it, and that has not been done yet.</summary>
    public void Look(Run run)
    {
        // Another user's folder is that user's to keep.
        if (run.OtherUser is not null || run.Missing || run.Trashed is not null || !run.Status.IsFinal() || (done.TryGetValue(run.Id, out DateTimeOffset? ended) && ended == run.Ended)) return;
        try
        {
            if (Prune(run)) done[run.Id] = run.Ended;
        }
        catch (Exception e) when (FileErrors.Is(e) || e is InputException)
        {
            // Not there now, or not to be removed: the next sweep looks again.
            troubles.Say($"Removing what killed trainers left of {run.Id}", e);
        }
    }

    /// <summary>Whether nothing is left for later.</summary>
    private bool Prune(Run run)
    {
        RunFolder folder = new(run.Folder);
        string[] bests = [.. SpareBests(run, folder)];
        (string Path, bool Old)[] unfinished = [.. UnfinishedFiles(folder)];
        if (bests.Length == 0 && unfinished.Length == 0) return true;
        if (IsBusy(run, folder) || LockFile.TryTake(folder.TrainerLock) is not { } held) return false;
        using (held)
        {
            // Only now is it sure that nobody has begun to work in it meanwhile.
            if (runs.Find(run.Id) is not { } now || now.Trashed is not null || now.Ended != run.Ended || IsBusy(now, folder)) return false;
            foreach (string path in bests.Concat(unfinished.Where(file => file.Old).Select(file => file.Path)))
            {
                File.Delete(path);
                string name = Path.GetFileName(path);
                Removed(run.Id, name);
            }
        }
        return unfinished.All(file => file.Old);
    }

    private bool IsBusy(Run run, RunFolder folder) =>
        scheduler.Waits(run.Id) || scheduler.FindWorking(run.Id) is not null || !run.Status.IsFinal() || TrainerFile.Read(folder.Trainer) is { IsAlive: true }
        || run.Evaluations.Keys.Any(dataset => scheduler.Waits(QueueJob.KeyOf(run.Id, dataset)) || scheduler.FindWorking(QueueJob.KeyOf(run.Id, dataset)) is not null
            || EvaluationSupervisor.Alive(folder, dataset) is not null);

    /// <summary>Best checkpoints that no epoch that counts has written. A best of unknown name is nobody's to remove.</summary>
    private IEnumerable<string> SpareBests(Run run, RunFolder folder)
    {
        string key = run.Settings.CheckpointMetric.Key();
        string[] found = [.. Directory.EnumerateFiles(folder.Path, $"best-{key}=*.ckpt").Where(path => BestCheckpoints.Parse(Path.GetFileName(path))?.Metric == run.Settings.CheckpointMetric)];
        if (found.Length < 2) return [];
        HashSet<string> counting = [.. Counting(run).Select(value => folder.BestPath(run.Settings.CheckpointMetric, value))];
        return found.Any(counting.Contains) && File.Exists(folder.LastCheckpoint) ? found.Where(path => !counting.Contains(path)) : [];
    }

    /// <summary>The best of all epochs; unless the run has finished also the best without the last epoch, since last.ckpt may be older than that one.</summary>
    private IEnumerable<double> Counting(Run run)
    {
        IReadOnlyList<EpochRecord> epochs = runs.Epochs(run.Id);
        if (epochs.Count != run.EpochsDone) return [];
        CheckpointMetric metric = run.Settings.CheckpointMetric;
        double? before = null, best = null;
        foreach (EpochRecord epoch in epochs)
        {
            before = best;
            if (epoch.Values.GetValueOrDefault(metric.Key()) is { } value && metric.Improves(value, best)) best = value;
        }
        return new[] { best, run.Status == RunStatus.Finished ? best : before }.OfType<double>();
    }

    private IEnumerable<(string Path, bool Old)> UnfinishedFiles(RunFolder folder)
    {
        DateTime old = (time.GetUtcNow() - Unfinished).UtcDateTime;
        IEnumerable<string> places = folder.EvaluationFolders.Prepend(folder.Path);
        foreach (string place in places)
        {
            string[] ours = Names(new RunFolder(place));
            foreach (string path in Directory.EnumerateFiles(place, "*.tmp"))
            {
                Match match = Temporary().Match(Path.GetFileName(path));
                if (!match.Success || !(ours.Contains(match.Groups["name"].Value) || BestCheckpoints.Parse(match.Groups["name"].Value) is not null)) continue;
                bool left = int.TryParse(match.Groups["pid"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && ProcessIdentity.Of(pid) is null;
                yield return (path, left && File.GetLastWriteTimeUtc(path) < old);
            }
        }
    }

    private static string[] Names(RunFolder folder) =>
    [
        .. new[]
        {
            folder.Settings, folder.Split, folder.Meta, folder.LastCheckpoint, folder.Console, folder.TrainLog, folder.Predictions, folder.Evaluation,
            folder.EvaluationPdf, folder.AuimcpPdf, folder.Trainer, folder.FinishRequest,
        }.Select(path => Path.GetFileName(path)),
    ];

    [GeneratedRegex(@"\A(?<name>.+?)\.(?<pid>\d+)(\.[0-9a-f]{16})?\.tmp\z")]
    private static partial Regex Temporary();

    [LoggerMessage(Level = LogLevel.Information, Message = "{Run}: removed {File}, which a killed trainer had left")]
    private partial void Removed(string run, string file);
}
