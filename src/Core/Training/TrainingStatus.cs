namespace Angioboard.Core.Training;

/// <summary>How a training ended.</summary>
public enum TrainingStatus
{
    /// <summary>All epochs are done, or early stopping or a finish-early request ended the training.</summary>
    Finished,

    /// <summary>Stopped on request. last.ckpt holds the state.</summary>
    Stopped,

    /// <summary>A loss or gradient was not finite.</summary>
    Diverged,
}
