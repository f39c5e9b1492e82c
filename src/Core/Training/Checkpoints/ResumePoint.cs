using System.Text.Json.Nodes;
using Angioboard.Core.Files;
using Angioboard.Core.Formats.Pickle;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;

namespace Angioboard.Core.Training.Checkpoints;

/// <summary>The point from which an interrupted training continues.</summary>
/// <param name="Checkpoint">Weights and optimizer at the end of a step.</param>
/// <param name="State">The run's state at that step.</param>
/// <param name="Path">The checkpoint's file.</param>
/// <param name="Epochs">The epochs before.</param>
/// <param name="Trained">Time spent on this epoch before the interruption.</param>
/// <param name="Waited">The part of that time spent waiting for batches.</param>
public sealed record ResumePoint(
    Checkpoint Checkpoint, TrainingState State, string Path, IReadOnlyList<EpochRecord> Epochs, TimeSpan Trained, TimeSpan Waited)
    : IDisposable
{
    // Settings that may differ: they do not affect what the model learns, or only how long it trains.
    private static readonly string[] Free =
        [.. PathSettings.Names, "weights", "device", "threads", "checkpoint_minutes", "epochs", "early_stopping_patience"];

    /// <summary>
    /// The state in the run's last checkpoint. If that is missing or damaged, the state in the best checkpoint, from which training
    /// repeats identically. Null if there is neither.
    /// </summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="settings">Its settings, resolved.</param>
    /// <param name="history">The history read from its log.</param>
    /// <param name="warn">Receives the problem with the last checkpoint if the best one is used.</param>
    /// <exception cref="InputException">Neither can be used, or it was written with other settings.</exception>
    public static ResumePoint? Find(RunFolder folder, RunSettings settings, RunHistory history, Action<string> warn)
    {
        string? best = folder.BestCheckpoint;
        bool gone = !File.Exists(folder.LastCheckpoint);
        if (gone && best is null)
        {
            // A run killed before its first checkpoint starts again.
            if (history.Epochs.Count <= 1) return null;
            throw new InputException(
                $"{folder.LastCheckpoint}: is missing, so the run cannot continue after its {history.Epochs.Count} epochs; " +
                "restore it, or launch a new run");
        }
        string path = gone ? best! : folder.LastCheckpoint;
        Checkpoint checkpoint;
        try
        {
            if (gone && history.Epochs.Count > 1) warn($"warning: {folder.LastCheckpoint} is missing: the run continues from {best}");
            checkpoint = Checkpoint.Read(path);
        }
        catch (InputException e)
            when (!gone && best is not null && (e.InnerException is not { } cause || SystemFault.Shortage(cause) is null))
        {
            warn($"warning: {e.Problems[0]}: the run continues from {best}");
            checkpoint = Checkpoint.Read(path = best);
        }
        try
        {
            TrainingState state = TrainingState.Of(checkpoint.Entries.GetValueOrDefault(TrainingState.Entry), path);
            RefuseOthers(checkpoint, settings, folder);
            JsonObject? saved = state.Batch > 0 && (int?)history.Saved?["epoch"] == state.Epoch
                && (long?)history.Saved["step"] == state.Step ? history.Saved : null;
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
            throw new InputException(
                $"{folder.Settings}: {string.Join(", ", changed)} changed since last.ckpt was written, so the run cannot continue from " +
                "it; change it back, or launch a new run");
    }

    private static bool Same(object? then, object? now) => JsonNode.DeepEquals(Plain(then), Plain(now));

    // Integers may have been written with a decimal point, or the reverse.
    private static JsonNode? Plain(object? value) => PlainValue.ToJson(value is long whole ? (double)whole : value);
}
