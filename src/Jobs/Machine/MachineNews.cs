namespace Angioboard.Jobs.Machine;

/// <summary>What changed at a look at the machine.</summary>
public enum MachineNews
{
    /// <summary>New figures.</summary>
    Figures,

    /// <summary>A new sample in the history.</summary>
    Sample,

    /// <summary>A device was added, removed or changed hands, which affects what may start where.</summary>
    Devices,
}
