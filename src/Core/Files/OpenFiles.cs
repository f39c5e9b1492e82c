using System.Runtime.InteropServices;

namespace Angioboard.Core.Files;

/// <summary>
/// How many files this process may have open at once. The runtime asks for all that the hard limit allows, and takes two for each library of its
/// own: below some 100 it fails anywhere, with whatever words.
/// </summary>
public static unsafe partial class OpenFiles
{
    /// <summary>What to do where the limit is too low.</summary>
    internal const string Remedy = "raise the limit (ulimit -n 1024, or LimitNOFILE=1024 in a systemd unit) and start again";

    /// <summary>What a command needs beyond what the process has opened as it starts: a check takes some 65 with two threads, training 90.</summary>
    public const int ForCommand = 96;

    /// <summary>The same of the dashboard, which takes some 300 before anybody looks at it.</summary>
    public const int ForDashboard = 400;

    // RLIMIT_NOFILE
    private static readonly int resource = OperatingSystem.IsLinux() ? 7 : 8;

    /// <summary>How many it may have; the largest number where there is no limit.</summary>
    public static long Limit
    {
        get
        {
            // The soft limit, then the hard one.
            nuint* limits = stackalloc nuint[2];
            return !OperatingSystem.IsWindows() && GetLimit(resource, limits) == 0 && limits[0] < long.MaxValue ? (long)limits[0] : long.MaxValue;
        }
    }

    /// <summary>One line where what is left of the limit, as the process starts, is too little for anything to work; null where it is not.</summary>
    /// <param name="more">How many it needs beyond what it has opened by now.</param>
    public static string? TooFew(int more)
    {
        const string Own = "/dev/fd";
        int open = Directory.Exists(Own) ? Directory.GetFileSystemEntries(Own).Length : 0;
        return Limit is var limit && limit - open >= more
            ? null
            : $"too many open files: this process may have no more than {limit} open at once and needs {open + more}; {Remedy}";
    }

    /// <summary>
    /// The line of <see cref="SystemFault.Shortage"/> if not one more file can be opened now: the runtime gives other reasons for libraries
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
