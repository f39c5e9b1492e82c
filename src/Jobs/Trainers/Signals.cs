using System.Runtime.InteropServices;
using Angioboard.Core.Native;
using Angioboard.Jobs.Leases;
using Microsoft.Win32.SafeHandles;

namespace Angioboard.Jobs.Trainers;

/// <summary>Signals to trainers, which may be children of an earlier dashboard or of a terminal.</summary>
internal static partial class Signals
{
    private const int AbortSignal = 6, KillSignal = 9, TerminateSignal = 15;

    /// <summary>The exit code of a process that SIGTERM ended before it could handle the signal.</summary>
    public const int Terminated = 128 + TerminateSignal;

    /// <summary>The exit code of a process that aborted because it could not continue.</summary>
    public const int Aborted = 128 + AbortSignal;

    private const int NotPermitted = 1;

    // pidfd_open and pidfd_send_signal, the same on every processor architecture.
    private const nint OpenProcess = 434, SignalProcess = 424;

    /// <summary>Asks a trainer to end, if it still exists. False if that process belongs to another user, or is not a trainer.</summary>
    public static bool Terminate(TrainerProcess trainer) => Send(trainer, TerminateSignal);

    /// <summary>Kills a trainer.</summary>
    public static bool Kill(TrainerProcess trainer) => Send(trainer, KillSignal);

    /// <summary>The meaning of an exit code, in words.</summary>
    public static string Describe(int exitCode) => (exitCode - 128) switch
    {
        Jobs.Leases.ExitCode.Stopped - 128 => "a signal from outside that asks to stop (SIGTERM, SIGINT, SIGHUP or SIGQUIT)",
        4 => "an illegal instruction (SIGILL)",
        AbortSignal => "an abort (SIGABRT)",
        7 => "a bus error (SIGBUS)",
        KillSignal => "SIGKILL",
        11 => "a segmentation fault (SIGSEGV)",
        TerminateSignal => "SIGTERM",
        > 0 and var signal => $"signal {signal}",
        _ => $"exit code {exitCode}",
    };

    private static bool Send(TrainerProcess trainer, int signal)
    {
        ProcessIdentity process = trainer.Identity;
        // While the handle is open, the number stays this process's, so the signal cannot reach a later one. Kernels before 5.3 have no
        // such handle.
        using SafeFileHandle? held = OperatingSystem.IsLinux() && (int)LibC.SystemCall(OpenProcess, process.Pid, 0, 0, 0) is >= 0
            and var opened ? new SafeFileHandle(opened, ownsHandle: true) : null;
        if (!process.IsAlive()) return true;
        if (!trainer.IsOwn && !TrainerCommand.Is(process.Pid, trainer.Executable, trainer.Folder)) return false;
        nint sent = held is null
            ? SendSignal(process.Pid, signal)
            : LibC.SystemCall(SignalProcess, (int)held.DangerousGetHandle(), signal, 0, 0);
        return sent == 0 || Marshal.GetLastPInvokeError() != NotPermitted;
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int pid, int signal);
}
