using System.Security.Cryptography;
using Angioboard.Core.Files.Opening;
using Angioboard.Core.RunFolders;

namespace Angioboard.Jobs.Runs;

/// <summary>How far a run had come when its trainer died.</summary>
/// <param name="Checkpoint">
/// SHA-256 of its last.ckpt; null if it had none. A checkpoint that was saved again without a step in between has the same bytes.
/// </param>
/// <param name="Phase">
/// 0 up to and including training, 1 predicting, 2 evaluating. No checkpoint is written after training, so the phase shows the progress.
/// </param>
public sealed record DeathMark(string? Checkpoint, int Phase)
{
    /// <summary>How far the run in a folder has come.</summary>
    public static DeathMark Of(RunFolder folder)
    {
        string? phase = RunEvents.Text(RunHistory.Of(folder.Metrics).Phase?["phase"]);
        return new DeathMark(Print(folder.LastCheckpoint), phase switch { RunEvents.Predict => 1, RunEvents.Evaluate => 2, _ => 0 });
    }

    /// <summary>Whether the run has made progress since <paramref name="before"/>, so that another attempt may succeed.</summary>
    public bool IsBeyond(DeathMark before) => Checkpoint != before.Checkpoint || Phase > before.Phase;

    private static string? Print(string path)
    {
        if (!File.Exists(path)) return null;
        using FileStream stream = SafeOpen.Read(path, FolderOwners.Rule(path));
        return Convert.ToHexString(SHA256.HashData(stream));
    }
}
