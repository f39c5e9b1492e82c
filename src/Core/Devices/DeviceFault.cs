namespace Angioboard.Core.Devices;

/// <summary>What can be wrong with a device that a run computes on.</summary>
public enum DeviceFault
{
    /// <summary>Its memory does not hold what the run needs.</summary>
    OutOfMemory,

    /// <summary>It does not answer any more.</summary>
    DeviceLost,
}
