using System.Security.Cryptography;
using Angioboard.Core.Files.Opening;
using Angioboard.Core.RunFolders;

namespace Angioboard.Jobs.Runs;

/// <summary>Where a run stood when its trainer died.</summary>
/// <param name="Checkpoint">SHA-256 of its last.ckpt; null if it had none. One that was written again without a step between has the same bytes.</param>
/// <param name="Phase">Up to the training 0, predicting 1, evaluating 2: after the training no checkpoint is written, and the phase tells.</param>
public sealed record DeathMark(string? Checkpoint, int Phase)
{
    /// <summary>Where the run in a folder stands.</summary>
    public static DeathMark Of(RunFolder folder)
    {
        string? phase = RunEvents.Text(RunHistory.Of(folder.Metrics).Phase?["phase"]);
        return new DeathMark(Print(folder.LastCheckpoint), phase switch { RunEvents.Predict => 1, RunEvents.Evaluate => 2, _ => 0 });
    }

    /// <summary>Whether the run has come further since <paramref name="before"/>, so that another attempt may well succeed.</summary>
    public bool IsBeyond(DeathMark before) => Checkpoint != before.Checkpoint || Phase > before.Phase;

    private static string? Print(string path)
    {
        if (!File.Exists(path)) return null;
        using FileStream stream = SafeOpen.Read(path, FolderOwners.Rule(path));
        return Convert.ToHexString(SHA256.HashData(stream));
    }
}
