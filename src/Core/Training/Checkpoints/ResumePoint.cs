using System.Text.Json.Nodes;
using Angioboard.Core.Files;
using Angioboard.Core.Formats.Pickle;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;

namespace Angioboard.Core.Training.Checkpoints;

/// <summary>Where an interrupted training goes on.</summary>
/// <param name="Checkpoint">Weights and optimizer at the end of a step.</param>
/// <param name="State">Where the run stood there.</param>
/// <param name="Path">The checkpoint's file.</param>
/// <param name="Epochs">The epochs before.</param>
/// <param name="Trained">Time that the part of the epoch before took.</param>
/// <param name="Waited">Time of that spent waiting for batches.</param>
public sealed record ResumePoint(
    Checkpoint Checkpoint, TrainingState State, string Path, IReadOnlyList<EpochRecord> Epochs, TimeSpan Trained, TimeSpan Waited) : IDisposable
{
    // Settings that may differ: they do not change what is learnt, or say how long.
    private static readonly string[] Free =
        ["split", "datadir", "patients", "pretrained", "init_weight", "weights", "device", "threads", "checkpoint_minutes", "epochs", "early_stopping_patience"];

    /// <summary>
    /// The point that a run's last checkpoint holds; where that one is gone or damaged, the point of the best, from which the same training follows
    /// once more; null if there is neither.
    /// </summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="settings">Its settings, resolved.</param>
    /// <param name="history">What its log tells.</param>
    /// <param name="warn">Told what is wrong with the last checkpoint if the best serves.</param>
    /// <exception cref="InputException">Neither can be used, or other settings made it.</exception>
    public static ResumePoint? Find(RunFolder folder, RunSettings settings, RunHistory history, Action<string> warn)
    {
        string? best = folder.BestCheckpoint;
        bool gone = !File.Exists(folder.LastCheckpoint);
        if (gone && best is null)
        {
            // Killed in its first epoch, or in its second before the first one's checkpoint, a run begins again.
            if (history.Epochs.Count <= 1) return null;
            throw new InputException($"{folder.LastCheckpoint}: is missing, so the run cannot continue after its {history.Epochs.Count} epochs; restore it, or launch a new run");
        }
        string path = gone ? best! : folder.LastCheckpoint;
        Checkpoint checkpoint;
        try
        {
            if (gone && history.Epochs.Count > 1) warn($"warning: {folder.LastCheckpoint} is missing: the run continues from {best}");
            checkpoint = Checkpoint.Read(path);
        }
        catch (InputException e) when (!gone && best is not null && (e.InnerException is not { } cause || SystemFault.Shortage(cause) is null))
        {
            warn($"warning: {e.Problems[0]}: the run continues from {best}");
            checkpoint = Checkpoint.Read(path = best);
        }
        try
        {
            TrainingState state = TrainingState.Of(checkpoint.Entries.GetValueOrDefault("angioboard"), path);
            RefuseOthers(checkpoint, settings, folder);
            JsonObject? saved = state.Batch > 0 && (int?)history.Saved?["epoch"] == state.Epoch && (long?)history.Saved["step"] == state.Step ? history.Saved : null;
            return new ResumePoint(
                checkpoint, state, path, [.. history.Epochs.Where(epoch => epoch.Epoch < state.Epoch)],
                TimeSpan.FromSeconds((double?)saved?["seconds"] ?? 0),
                TimeSpan.FromSeconds((double?)saved?["data_wait"] ?? 0));
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    /// <summary>Frees the checkpoint.</summary>
    public void Dispose() => Checkpoint.Dispose();

    private static void RefuseOthers(Checkpoint checkpoint, RunSettings settings, RunFolder folder)
    {
        JsonObject now = SettingsFile.ToJson(settings);
        string[] changed =
        [
            .. now.Select(setting => setting.Key).Except(Free)
                .Where(name => checkpoint.HyperParameters.TryGetValue(name, out object? then) && !Same(then, PlainValue.Of(now[name]))),
        ];
        if (changed.Length > 0)
            throw new InputException($"{folder.Settings}: {string.Join(", ", changed)} changed since last.ckpt was written, so the run cannot continue from it; change it back, or launch a new run");
    }

    private static bool Same(object? then, object? now) => JsonNode.DeepEquals(Plain(then), Plain(now));

    // A whole number may have been written as a fraction, or the other way round.
    private static JsonNode? Plain(object? value) => PlainValue.ToJson(value is long whole ? (double)whole : value);
}
