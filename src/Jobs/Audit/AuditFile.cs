using System.Globalization;
using System.Runtime.InteropServices;
using Angioboard.Core.Files;
using Microsoft.Win32.SafeHandles;

namespace Angioboard.Jobs.Audit;

/// <summary>The months' files, opened so that the system itself appends, and flushed at each entry. For one thread at a time.</summary>
internal sealed partial class AuditFile(string folder) : IDisposable
{
    private const int WriteOnly = 1, Create = 0x40, Append0 = 0x400, CloseOnExecute = 0x80000, OwnerOnly = 0x180;

    private SafeFileHandle? handle;
    private string? open;
    private bool torn;

    public string Folder => folder;

    /// <summary>The file that holds an entry of this time.</summary>
    public static string NameOf(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture) + ".jsonl";

    /// <summary>Appends an entry; returns when it is on the disk.</summary>
    /// <exception cref="IOException">The disk refuses it.</exception>
    public void Append(AuditEntry entry)
    {
        SafeFileHandle to = Open(NameOf(entry.Time));
        byte[] line = entry.ToLine();
        if (torn) line = [(byte)'\n', .. line];
        // A part of it may be written where this fails: the next line begins behind it.
        torn = true;
        RandomAccess.Write(to, line, RandomAccess.GetLength(to));
        torn = false;
        RandomAccess.FlushToDisk(to);
    }

    public void Dispose()
    {
        handle?.Dispose();
        (handle, open) = (null, null);
    }

    private SafeFileHandle Open(string name)
    {
        string path = Path.Combine(folder, name);
        // Whoever takes the file away, such as a cleaner of old files, does not take later entries with it.
        if (handle is not null && open == name && File.Exists(path)) return handle;
        Dispose();
        bool made = !Directory.Exists(folder);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (made) Disk.FlushNames(Path.GetDirectoryName(folder)!);
        bool fresh = !File.Exists(path);
        torn = !fresh && IsTorn(path);
        handle = OperatingSystem.IsLinux() ? OpenToAppend(path) : File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        open = name;
        if (fresh) Disk.FlushNames(folder);
        return handle;
    }

    private static bool IsTorn(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (file.Length == 0) return false;
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() != '\n';
    }

    private static SafeFileHandle OpenToAppend(string path)
    {
        int noFollow = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;
        int descriptor = OpenFile(path, WriteOnly | Create | Append0 | CloseOnExecute | noFollow, OwnerOnly);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new IOException($"{Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())} : '{path}'");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags, int mode);
}
