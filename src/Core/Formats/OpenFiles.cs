using System.Runtime.InteropServices;

namespace Angioboard.Core.Formats;

/// <summary>
/// How many files this process may have open at once. The runtime asks for all that the hard limit allows, and takes two for each library of its
/// own: below some 100 it fails anywhere, with whatever words.
/// </summary>
public static unsafe partial class OpenFiles
{
    /// <summary>What to do where the limit is too low.</summary>
    internal const string Remedy = "raise the limit (ulimit -n 1024, or LimitNOFILE=1024 in a systemd unit) and start again";

    // At its start the process has opened some 30; a check opens 65 more with one thread for each of two processors, training 90.
    private const int FewestMore = 96;

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
    public static string? TooFew()
    {
        const string Own = "/dev/fd";
        int open = Directory.Exists(Own) ? Directory.GetFileSystemEntries(Own).Length : 0;
        return Limit is var limit && limit - open >= FewestMore
            ? null
            : $"too many open files: this process may have no more than {limit} open at once and needs {open + FewestMore}; {Remedy}";
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
