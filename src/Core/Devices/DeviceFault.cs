namespace Angioboard.Core.Devices;

/// <summary>Faults of a device that a run computes on.</summary>
public enum DeviceFault
{
    /// <summary>Its memory is too small for the run.</summary>
    OutOfMemory,

    /// <summary>It stopped responding.</summary>
    DeviceLost,
}
