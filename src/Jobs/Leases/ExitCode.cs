namespace Angioboard.Jobs.Leases;

/// <summary>The process's exit codes.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int BadInput = 2;

    /// <summary>A disk is full or cannot be written to.</summary>
    public const int DiskFull = 74;

    /// <summary>Another process has the run's folder or the device.</summary>
    public const int Held = 75;

    /// <summary>In a job of Slurm: the node does not see the run's folder.</summary>
    public const int FolderUnseen = 91;

    /// <summary>In a job of Slurm: the node does not see this program.</summary>
    public const int ProgramUnseen = 92;

    public const int Stopped = 130;
}
