namespace Angioboard.Jobs.CommandLine;

/// <summary>What the process says to its caller when it ends.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int BadInput = 2;
    public const int Stopped = 130;
}
