namespace Angioboard.Jobs.Runs;

/// <summary>Causes of failure for which a run's page offers more than the reason.</summary>
public enum FailureCause
{
    /// <summary>A batch did not fit into the GPU's memory.</summary>
    OutOfMemory,

    /// <summary>The GPU is gone.</summary>
    DeviceLost,
}
