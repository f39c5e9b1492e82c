namespace Angioboard.Core.Training;

/// <summary>How a training ended.</summary>
public enum TrainingStatus
{
    /// <summary>All epochs done, or stopped early by its own rule.</summary>
    Finished,

    /// <summary>Asked to stop: last.ckpt holds where it stood.</summary>
    Stopped,

    /// <summary>A loss or gradient was not finite.</summary>
    Diverged,
}
