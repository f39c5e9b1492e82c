namespace Angioboard.Jobs.Machine;

/// <summary>What a look at the box brought.</summary>
public enum MachineNews
{
    /// <summary>New figures.</summary>
    Figures,

    /// <summary>A new sample in the history.</summary>
    Sample,

    /// <summary>A device came, went, or changed hands: what may start where is another.</summary>
    Devices,
}
