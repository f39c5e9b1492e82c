using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Angioboard.Core.Files.Opening;

/// <summary>
/// Opens files that others can change. A pipe or device could block the reader or fill the memory, and a link could make this
/// process read or write, with its own rights, what another user may not. So checks are made on the open file, never on its name.
/// </summary>
public static class SafeOpen
{
    private const int ReadFlags = FileCalls.NonBlocking | FileCalls.CloseOnExec | FileCalls.NoTerminal;
    private const int LongestPath = 4096;

    // rw-r--r-- and rw-------
    private const int ForAll = 0x1a4, ForOwner = 0x180;
    private const int RandomBytes = 8;

    /// <summary>Opens a file to be read.</summary>
    /// <exception cref="InputException">The file exists but violates the rule.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public static SafeFileHandle Handle(string path, OpenRule rule)
    {
        if (!OperatingSystem.IsLinux()) return Plainly(path, rule);
        SafeFileHandle file = rule.Beneath is null ? Direct(path, rule) : Beneath(path, rule);
        try
        {
            Require(path, file, rule);
            FileCalls.Wait((int)file.DangerousGetHandle());
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file to be read as a stream.</summary>
    /// <exception cref="InputException">The file exists but violates the rule.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public static FileStream Read(string path, OpenRule rule, int buffer = 4096) => new(Handle(path, rule), FileAccess.Read, buffer);

    /// <summary>All bytes of a file, never more than the rule allows, even if it grows meanwhile.</summary>
    /// <exception cref="InputException">The file exists but violates the rule.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public static byte[] Bytes(string path, OpenRule rule) => Bytes(path, rule, out _);

    /// <summary>The same, with the file's owner; null if the system has no owner ids.</summary>
    /// <exception cref="InputException">The file exists but violates the rule.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public static byte[] Bytes(string path, OpenRule rule, out uint? owner)
    {
        using SafeFileHandle file = Handle(path, rule);
        owner = OperatingSystem.IsLinux() ? FileStatus.Of(file)?.Owner : null;
        byte[] bytes = new byte[Math.Min(RandomAccess.GetLength(file), Array.MaxLength)];
        int read = 0;
        while (read < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(read), read) is > 0 and int more) read += more;
        return read == bytes.Length ? bytes : bytes[..read];
    }

    /// <summary>Whether a regular file exists that the rule allows and that can be read.</summary>
    public static bool Exists(string path, OpenRule rule)
    {
        try
        {
            Handle(path, rule).Dispose();
            return true;
        }
        catch (Exception e) when (FileErrors.Is(e) || e is InputException)
        {
            return false;
        }
    }

    /// <summary>Creates a new file and opens it for reading and writing. A link in its place is not followed.</summary>
    /// <param name="path">Where.</param>
    /// <param name="mode">Its mode, reduced by the process's umask; null for the default mode.</param>
    /// <exception cref="IOException">Something exists there, or the system refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static FileStream Create(string path, UnixFileMode? mode = null)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Read };
        if (mode is { } rights && !OperatingSystem.IsWindows()) options.UnixCreateMode = rights;
        // O_CREAT with O_EXCL follows no link, not even a dangling one.
        return new FileStream(path, options);
    }

    /// <summary>Opens a lock file; creates an empty one that everybody may open if there is none. No link is followed.</summary>
    /// <exception cref="InputException">It is not a regular file.</exception>
    /// <exception cref="IOException">The system refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened or created.</exception>
    public static SafeFileHandle ForLock(string path)
    {
        if (!OperatingSystem.IsLinux())
            return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        OpenRule rule = new();
        // In a sticky folder some kernels refuse O_CREAT on another user's file, so it is created only if it does not exist.
        int opened = FileCalls.Open(FileCalls.CurrentFolder, path, ReadFlags | FileCalls.NoFollow, 0);
        if (opened < 0 && System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == FileCalls.NotThere)
            opened = FileCalls.Open(FileCalls.CurrentFolder, path, ReadFlags | FileCalls.NoFollow | FileCalls.Create, ForAll);
        if (opened < 0) throw FileRefusal.Of(path, rule);
        SafeFileHandle file = new(opened, ownsHandle: true);
        try
        {
            Require(path, file, rule);
            FileCalls.Wait(opened);
            // Everybody who shares the folder must be able to open it, whatever the creator's umask.
            if (FileStatus.Of(file) is { } status && status.Owner == FileStatus.User && status.Mode != (UnixFileMode)ForAll)
                File.SetUnixFileMode(file, (UnixFileMode)ForAll);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Opens a file so that the system itself appends what is written; creates one for its owner alone if there is none. No link is
    /// followed.
    /// </summary>
    /// <exception cref="IOException">The system refuses.</exception>
    public static SafeFileHandle ToAppend(string path)
    {
        if (!OperatingSystem.IsLinux()) return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        const int Flags = FileCalls.WriteOnly | FileCalls.Create | FileCalls.Append | FileCalls.CloseOnExec;
        int opened = FileCalls.Open(FileCalls.CurrentFolder, path, Flags | FileCalls.NoFollow, ForOwner);
        return opened >= 0 ? new SafeFileHandle(opened, ownsHandle: true) : throw FileRefusal.LastError(path);
    }

    /// <summary>An unpredictable temporary name beside a file, to be renamed into place: <c>NAME.PID.RANDOM.tmp</c>.</summary>
    public static string Beside(string path) =>
        $"{path}.{Environment.ProcessId}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes))}.tmp";

    private static SafeFileHandle Direct(string path, OpenRule rule)
    {
        int opened = FileCalls.Open(FileCalls.CurrentFolder, path, ReadFlags | (rule.Links ? 0 : FileCalls.NoFollow), 0);
        return opened >= 0 ? new SafeFileHandle(opened, ownsHandle: true) : throw FileRefusal.Of(path, rule);
    }

    private static SafeFileHandle Beneath(string path, OpenRule rule)
    {
        string folder = Path.GetFullPath(rule.Beneath!), full = Path.GetFullPath(path);
        if (rule.Links) (folder, full) = (Resolve(folder), Resolve(full));
        string within = Path.GetRelativePath(folder, full);
        if (within is "." or ".." || within.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(within))
            throw FileRefusal.Outside(path, rule);
        int root = FileCalls.Open(FileCalls.CurrentFolder, folder, FileCalls.PathOnly | FileCalls.Folder | FileCalls.CloseOnExec, 0);
        if (root < 0) throw FileRefusal.Of(path, rule);
        using SafeFileHandle held = new(root, ownsHandle: true);
        if (rule.Owner is { } owner && FileStatus.Of(held)?.Owner != owner)
            throw new InputException($"{folder}: its owner has changed, so nothing in it is read");
        int opened = FileCalls.Open2(root, within, ReadFlags, FileCalls.Beneath | FileCalls.NoLinks | FileCalls.NoMagicLinks);
        // Kernels before 5.6 have no openat2, and some containers forbid it.
        if (opened < 0 && System.Runtime.InteropServices.Marshal.GetLastPInvokeError() is FileCalls.NoSuchCall or FileCalls.NotPermitted)
            opened = StepByStep(root, within);
        return opened >= 0 ? new SafeFileHandle(opened, ownsHandle: true) : throw FileRefusal.Of(path, rule);
    }

    /// <summary>The descriptor of a path below a folder, opened part by part; -1 if a part is a link.</summary>
    internal static int StepByStep(int root, string within)
    {
        string[] parts = within.Split('/');
        SafeFileHandle? at = null;
        try
        {
            foreach (string part in parts[..^1])
            {
                int next = FileCalls.Open(at is null ? root : (int)at.DangerousGetHandle(), part,
                    FileCalls.PathOnly | FileCalls.Folder | FileCalls.NoFollow | FileCalls.CloseOnExec, 0);
                at?.Dispose();
                at = null;
                if (next < 0) return -1;
                at = new SafeFileHandle(next, ownsHandle: true);
            }
            return FileCalls.Open(at is null ? root : (int)at.DangerousGetHandle(), parts[^1], ReadFlags | FileCalls.NoFollow, 0);
        }
        finally
        {
            // Closing must not overwrite the last call's errno.
            int error = System.Runtime.InteropServices.Marshal.GetLastPInvokeError();
            at?.Dispose();
            System.Runtime.InteropServices.Marshal.SetLastPInvokeError(error);
        }
    }

    private static void Require(string path, SafeFileHandle file, OpenRule rule)
    {
        FileStatus status = FileStatus.Of(file) ?? throw new IOException($"the system does not report its type : '{path}'");
        if (status.Kind == FileKind.Folder) throw FileRefusal.Folder(path);
        if (status.Kind != FileKind.File) throw FileRefusal.NoFile(path, status.Kind);
        if (status.Length > rule.Largest) throw FileRefusal.TooLarge(path, status.Length, rule.Largest);
        // A second hard link to one of our files may have been made by another user.
        if (rule.Owner is { } owner && status.Owner != owner && (status.Owner != FileStatus.User || status.Links > 1))
            throw FileRefusal.Anothers(path);
    }

    private static unsafe string Resolve(string path)
    {
        byte* resolved = stackalloc byte[LongestPath];
        if (FileCalls.RealPath(path, resolved) == 0) throw FileRefusal.Of(path, OpenRule.Named);
        return Encoding.UTF8.GetString(System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated(resolved));
    }

    // Other systems lack these calls, and such machines are not shared.
    private static SafeFileHandle Plainly(string path, OpenRule rule)
    {
        if (!rule.Links && new FileInfo(path).LinkTarget is not null) throw FileRefusal.NoFile(path, FileKind.Link);
        SafeFileHandle file = SharedFile.Open(path);
        if (RandomAccess.GetLength(file) is var length && length <= rule.Largest) return file;
        file.Dispose();
        throw FileRefusal.TooLarge(path, length, rule.Largest);
    }
}
