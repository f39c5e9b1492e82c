using Angioboard.Core.Training;

namespace Angioboard.Jobs.Runs;

/// <summary>Where a run stood when its trainer died.</summary>
/// <param name="Checkpoint">When its last.ckpt was written; null if it had none.</param>
/// <param name="Phase">Up to the training 0, predicting 1, evaluating 2: after the training no checkpoint is written, and the phase tells.</param>
public sealed record DeathMark(DateTime? Checkpoint, int Phase)
{
    /// <summary>Where the run in a folder stands.</summary>
    public static DeathMark Of(RunFolder folder)
    {
        string? phase = (string?)RunHistory.Of(folder.Metrics).Phase?["phase"];
        return new DeathMark(
            File.Exists(folder.LastCheckpoint) ? File.GetLastWriteTimeUtc(folder.LastCheckpoint) : null,
            phase switch { "predict" => 1, "evaluate" => 2, _ => 0 });
    }

    /// <summary>Whether the run has come further since <paramref name="before"/>, so that another attempt may well succeed.</summary>
    public bool IsBeyond(DeathMark before) => Checkpoint != before.Checkpoint || Phase > before.Phase;
}
