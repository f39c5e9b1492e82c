namespace Angioboard.Core.Files;

/// <summary>
/// Explains to the user why the system could not read a file. Usually the file is not at fault: neither damage nor a wrong name
/// may be reported instead.
/// </summary>
public static class SystemFault
{
    // Linux's errno values; the first eight are the same on macOS.
    private const int NotPermitted = 1, DeviceError = 5, NoMemory = 12, AccessDenied = 13, IsFolder = 21, SystemsFilesOut = 23,
        FilesOut = 24;

    // A damaged file may request a negative offset.
    private const int NoSuchPlace = 22;

    private const int LinuxLoop = 40, MacLoop = 62, LinuxStale = 116, MacStale = 70;

    // ECOMM, ENOTCONN, ETIMEDOUT, ECONNREFUSED, EHOSTDOWN, EHOSTUNREACH, EREMOTEIO
    private static readonly int[] linuxNetwork = [70, 107, 110, 111, 112, 113, 121];

    // ENOTCONN, ETIMEDOUT, ECONNREFUSED, EHOSTDOWN, EHOSTUNREACH
    private static readonly int[] macNetwork = [57, 60, 61, 64, 65];

    /// <summary>One line if the system lacks a resource that every file needs; null for other errors.</summary>
    public static string? Shortage(Exception e) => Number(e) switch
    {
        FilesOut => $"too many open files: this process may have no more than {OpenFiles.Limit} open at once; {OpenFiles.Remedy}",
        SystemsFilesOut =>
            "too many open files on this machine, by all programs together; close some or raise fs.file-max, then start again",
        NoMemory => "the system has no memory left to open a file; close other programs or give it more, and start again",
        _ => null,
    };

    /// <summary>
    /// The line of a file or folder that cannot be read: <c>path: cannot be read: reason; remedy</c>, or the system's shortage.
    /// </summary>
    /// <param name="path">The file or folder that cannot be read.</param>
    /// <param name="e">The system's error.</param>
    /// <param name="otherwise">The remedy, if the reason has none of its own.</param>
    public static string Line(string path, Exception e, string otherwise)
    {
        if (Shortage(e) is { } shortage) return shortage;
        (string reason, string remedy) = Words(path, e, otherwise);
        return $"{path}: cannot be read: {reason}; {remedy}";
    }

    /// <summary>Whether the system refused to read a file that may be intact: then nothing is known about its content.</summary>
    public static bool IsSystems(Exception e) => Number(e) is not (null or NoSuchPlace) || e is UnauthorizedAccessException;

    private static (string Reason, string Remedy) Words(string path, Exception e, string otherwise)
    {
        bool linux = OperatingSystem.IsLinux();
        if (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new FileInfo(path).LinkTarget is { } target
                ? ($"it is a link to {target}, which is not there", "restore it or remove the link")
                : ("it no longer exists", "restore it or leave it out");
        }
        return Number(e) switch
        {
            AccessDenied or NotPermitted when Directory.Exists(path) => ("it is a folder, not a file", otherwise),
            AccessDenied or NotPermitted => ("permission is denied", otherwise),
            IsFolder => ("it is a folder", otherwise),
            DeviceError => ("the disk or network folder reports an error (EIO)", "check the disk, then copy the file again from elsewhere"),
            { } number when number == (linux ? LinuxLoop : MacLoop) =>
                ("its symbolic links form a loop", "remove them or point them at the file"),
            { } number when number == (linux ? LinuxStale : MacStale) =>
                ("the network folder has changed on its server (stale file handle)", "mount it again and start again"),
            { } number when (linux ? linuxNetwork : macNetwork).Contains(number) =>
                ("the network folder does not respond", "reconnect it and start again"),
            _ => (FileTrouble.Words(e), otherwise),
        };
    }

    /// <summary>The errno of the error or of an inner one; null if .NET keeps none.</summary>
    private static int? Number(Exception e)
    {
        for (Exception? at = e; at is not null; at = at.InnerException)
        {
            // .NET's own codes are negative.
            if (!OperatingSystem.IsWindows() && at is IOException { HResult: > 0 and < 4096 } unix) return unix.HResult;
            if (OperatingSystem.IsWindows() && at is IOException && (at.HResult & 0xffff) is 4) return FilesOut;
        }
        return null;
    }
}
