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
using Angioboard.Jobs.Trainers;
using Angioboard.Jobs.Troubles;
using Microsoft.Extensions.Logging;

namespace Angioboard.Jobs.Retention;

/// <summary>
/// Removes from the folders of ended runs what only a killed trainer can have left: checkpoints that are neither the last nor the best, and
/// unfinished files. If anything is in doubt, it removes nothing.
/// </summary>
internal sealed partial class RunPruning(RunStore runs, Scheduler scheduler, TimeProvider time, ILogger logger)
{
    // Any writer has finished its file by then, on whatever machine of a shared disk.
    private readonly TroubleLog troubles = new(logger);

    private static readonly TimeSpan Unfinished = TimeSpan.FromHours(1);

    // Runs that were checked, with the times when they ended: their folders do not change until they end again.
    private readonly Dictionary<string, DateTimeOffset?> done = [];

    /// <summary>Checks a run's folder, if the run has ended, nobody works in it, and it was not checked before.</summary>
    public void Look(Run run)
    {
        // Another user's folder is left to that user.
        if (run.OtherUser is not null || run.Missing || run.Trashed is not null || !run.Status.IsFinal()
            || (done.TryGetValue(run.Id, out DateTimeOffset? ended) && ended == run.Ended)) return;
        try
        {
            if (Prune(run)) done[run.Id] = run.Ended;
        }
        catch (Exception e) when (FileErrors.Is(e) || e is InputException)
        {
            // It is missing or cannot be removed now. The next sweep tries again.
            troubles.Say($"Removing what killed trainers left of {run.Id}", e);
        }
    }

    /// <summary>Whether nothing is left to do later.</summary>
    private bool Prune(Run run)
    {
        RunFolder folder = new(run.Folder);
        string[] bests = [.. SpareBests(run, folder)];
        (string Path, bool Old)[] unfinished = [.. UnfinishedFiles(folder)];
        if (bests.Length == 0 && unfinished.Length == 0) return true;
        if (IsBusy(run, folder) || LockFile.TryTake(folder.TrainerLock) is not { } held) return false;
        using (held)
        {
            // Only now is it certain that nobody has started to work in it.
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
        scheduler.Waits(run.Id) || scheduler.FindWorking(run.Id) is not null || !run.Status.IsFinal()
            || Workplace.IsBusy(folder)
        || run.Evaluations.Keys.Any(dataset => scheduler.Waits(QueueJob.KeyOf(run.Id, dataset))
            || scheduler.FindWorking(QueueJob.KeyOf(run.Id, dataset)) is not null
            || Workplace.IsBusy(EvaluationSupervisor.Files(folder, dataset)));

    /// <summary>Best checkpoints that no valid epoch has written. A best checkpoint with an unknown name is not removed.</summary>
    private IEnumerable<string> SpareBests(Run run, RunFolder folder)
    {
        string key = run.Settings.CheckpointMetric.Key();
        string[] found = [.. Directory.EnumerateFiles(folder.Path, $"best-{key}=*.ckpt")
            .Where(path => BestCheckpoints.Parse(Path.GetFileName(path))?.Metric == run.Settings.CheckpointMetric)];
        if (found.Length < 2) return [];
        HashSet<string> counting = [.. Counting(run).Select(value => folder.BestPath(run.Settings.CheckpointMetric, value))];
        return found.Any(counting.Contains) && File.Exists(folder.LastCheckpoint) ? found.Where(path => !counting.Contains(path)) : [];
    }

    /// <summary>
    /// The best of all epochs. Unless the run has finished, also the best without the last epoch, since last.ckpt may be older than that
    /// epoch.
    /// </summary>
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
                if (!match.Success
                    || !(ours.Contains(match.Groups["name"].Value) || BestCheckpoints.Parse(match.Groups["name"].Value) is not null))
                    continue;
                bool left = int.TryParse(match.Groups["pid"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int pid)
                    && ProcessIdentity.Of(pid) is null;
                yield return (path, left && File.GetLastWriteTimeUtc(path) < old);
            }
        }
    }

    private static string[] Names(RunFolder folder) =>
    [
        .. new[]
        {
            folder.Settings, folder.Split, folder.Meta, folder.LastCheckpoint, folder.Console, folder.TrainLog, folder.Predictions,
            folder.Evaluation,
            folder.EvaluationPdf, folder.AuimcpPdf, folder.Trainer, folder.FinishRequest,
        }.Select(path => Path.GetFileName(path)),
    ];

    [GeneratedRegex(@"\A(?<name>.+?)\.(?<pid>\d+)(\.[0-9a-f]{16})?\.tmp\z")]
    private static partial Regex Temporary();

    [LoggerMessage(Level = LogLevel.Information, Message = "{Run}: removed {File}, which a killed trainer had left")]
    private partial void Removed(string run, string file);
}
