using System.Runtime.InteropServices;
using Angioboard.Jobs.Trainers;

namespace Angioboard.Jobs.Queue;

/// <summary>Signals to trainers, which may be children of an earlier dashboard or of a terminal.</summary>
internal static partial class Signals
{
    private const int AbortSignal = 6, KillSignal = 9, TerminateSignal = 15;

    /// <summary>The exit code of a process that SIGTERM ended before it could hear of it.</summary>
    public const int Terminated = 128 + TerminateSignal;

    /// <summary>The exit code of a process that ended itself where it could not go on.</summary>
    public const int Aborted = 128 + AbortSignal;

    private const int NotPermitted = 1;

    /// <summary>Asks a process to end; one that is not the same any more is left alone. False if that process is another user's.</summary>
    public static bool Terminate(ProcessIdentity process) => Send(process, TerminateSignal);

    /// <summary>Ends a process.</summary>
    public static bool Kill(ProcessIdentity process) => Send(process, KillSignal);

    /// <summary>What an exit code means, in words.</summary>
    public static string Describe(int exitCode) => (exitCode - 128) switch
    {
        CommandLine.ExitCode.Stopped - 128 => "a signal from outside that asks to stop (SIGTERM, SIGINT, SIGHUP or SIGQUIT)",
        4 => "an illegal instruction (SIGILL)",
        AbortSignal => "an abort (SIGABRT)",
        7 => "a bus error (SIGBUS)",
        KillSignal => "SIGKILL",
        11 => "a segmentation fault (SIGSEGV)",
        TerminateSignal => "SIGTERM",
        > 0 and var signal => $"signal {signal}",
        _ => $"exit code {exitCode}",
    };

    private static bool Send(ProcessIdentity process, int signal) =>
        !process.IsAlive() || SendSignal(process.Pid, signal) == 0 || Marshal.GetLastPInvokeError() != NotPermitted;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int pid, int signal);
}
