using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Angioboard.Core.Files;

namespace Angioboard.Jobs.Leases;

/// <summary>A process, identified so that a later one with the same number is not mistaken for it.</summary>
/// <param name="Pid">Its process id.</param>
/// <param name="StartTicks">When it started: field 22 of <c>/proc/PID/stat</c>; elsewhere the start time in .NET's ticks.</param>
/// <param name="BootId">Which boot of the machine that counts from; empty if the system does not give it.</param>
public sealed record ProcessIdentity(int Pid, long StartTicks, string BootId)
{
    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";

    // Fields of /proc/PID/stat after the command's closing bracket, which comes before field 3.
    private const int State = 0, StartTime = 19;

    private static readonly string Boot = File.Exists(BootIdFile) ? File.ReadAllText(BootIdFile).Trim() : "";

    /// <summary>This process.</summary>
    public static ProcessIdentity Current() =>
        Of(Environment.ProcessId) ?? throw new InvalidOperationException("this process cannot be found in the process table");

    /// <summary>The process that has this number now; null if there is none, or only a zombie.</summary>
    public static ProcessIdentity? Of(int pid) => Started(pid) is { } ticks ? new ProcessIdentity(pid, ticks, Boot) : null;

    /// <summary>Whether this very process still exists.</summary>
    public bool IsAlive() => BootId == Boot && Started(Pid) == StartTicks;

    private static long? Started(int pid) => OperatingSystem.IsLinux() ? FromProc(pid) : FromSystem(pid);

    private static long? FromProc(int pid)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[State] is "Z" or "X" ? null : long.Parse(fields[StartTime], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            return null; // It has ended.
        }
    }

    private static long? FromSystem(int pid)
    {
        try
        {
            using Process process = Process.GetProcessById(pid);
            return process.HasExited ? null : process.StartTime.Ticks;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null; // It has ended.
        }
    }
}
