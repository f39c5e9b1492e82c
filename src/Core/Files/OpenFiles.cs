using System.Runtime.InteropServices;

namespace Angioboard.Core.Files;

/// <summary>
/// The limit of open files of this process. The runtime raises it to the hard limit and takes two for each of its own libraries: below
/// about 100 it fails in arbitrary ways.
/// </summary>
public static unsafe partial class OpenFiles
{
    /// <summary>The remedy for a limit that is too low.</summary>
    internal const string Remedy = "raise the limit (ulimit -n 1024, or LimitNOFILE=1024 in a systemd unit) and start again";

    /// <summary>Files that a command opens after the start: a check about 65 with two threads, training 90.</summary>
    public const int ForCommand = 96;

    /// <summary>The same for the dashboard, about 300 before the first visitor.</summary>
    public const int ForDashboard = 400;

    // RLIMIT_NOFILE
    private static readonly int resource = OperatingSystem.IsLinux() ? 7 : 8;

    /// <summary>The limit; the largest number if there is none.</summary>
    public static long Limit
    {
        get
        {
            // The soft limit, then the hard one.
            nuint* limits = stackalloc nuint[2];
            return !OperatingSystem.IsWindows() && GetLimit(resource, limits) == 0 && limits[0] < long.MaxValue
                ? (long)limits[0]
                : long.MaxValue;
        }
    }

    /// <summary>One line if the remaining files are too few at the start of the process; null if they suffice.</summary>
    /// <param name="more">Files needed beyond those open now.</param>
    public static string? TooFew(int more)
    {
        const string Own = "/dev/fd";
        int open = Directory.Exists(Own) ? Directory.GetFileSystemEntries(Own).Length : 0;
        return Limit is var limit && limit - open >= more
            ? null
            : $"too many open files: this process may have no more than {limit} open at once and needs {open + more}; {Remedy}";
    }

    /// <summary>
    /// The line of <see cref="SystemFault.Shortage"/> if no more files can be opened: the runtime gives misleading reasons for libraries
    /// that it could not open.
    /// </summary>
    public static string? Exhausted()
    {
        try
        {
            File.OpenHandle(OperatingSystem.IsWindows() ? "NUL" : "/dev/null").Dispose();
            return null;
        }
        catch (IOException e)
        {
            return SystemFault.Shortage(e);
        }
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, nuint* limits);
}
