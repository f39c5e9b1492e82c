using System.Text.Json.Nodes;
using Angioboard.Core.Formats;

namespace Angioboard.Core.Training;

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
        ["split", "datadir", "patients", "pretrained", "init_weight", "device", "threads", "checkpoint_minutes", "epochs", "early_stopping_patience"];

    /// <summary>The point that a run's last checkpoint holds; null if there is none yet.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="settings">Its settings, resolved.</param>
    /// <param name="history">What its log tells.</param>
    /// <exception cref="InputException">The checkpoint is damaged, or other settings made it.</exception>
    public static ResumePoint? Find(RunFolder folder, RunSettings settings, RunHistory history)
    {
        string path = folder.LastCheckpoint;
        if (!File.Exists(path)) return null;
        Checkpoint checkpoint = Checkpoint.Read(path);
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
            throw new InputException($"{folder.Settings}: {string.Join(", ", changed)} changed since last.ckpt was written, so the run cannot go on from it; set it back, or launch a new run");
    }

    private static bool Same(object? then, object? now) => JsonNode.DeepEquals(Plain(then), Plain(now));

    // A whole number may have been written as a fraction, or the other way round.
    private static JsonNode? Plain(object? value) => PlainValue.ToJson(value is long whole ? (double)whole : value);
}
