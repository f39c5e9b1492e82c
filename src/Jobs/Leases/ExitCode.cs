namespace Angioboard.Jobs.Leases;

/// <summary>What the process says to its caller when it ends.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int BadInput = 2;

    /// <summary>A disk has no room or takes no writes.</summary>
    public const int DiskFull = 74;

    /// <summary>The run's folder or the device is another's now.</summary>
    public const int Held = 75;

    public const int Stopped = 130;
}
