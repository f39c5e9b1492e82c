namespace Angioboard.Jobs.Runs;

/// <summary>What made a run fail, where its page can offer more than the reason.</summary>
public enum FailureCause
{
    /// <summary>A batch did not fit into the GPU's memory.</summary>
    OutOfMemory,

    /// <summary>The GPU is gone.</summary>
    DeviceLost,
}
