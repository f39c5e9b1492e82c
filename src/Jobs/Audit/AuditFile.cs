using System.Globalization;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;
using Microsoft.Win32.SafeHandles;

namespace Angioboard.Jobs.Audit;

/// <summary>The months' files, opened so that the system itself appends, and flushed at each entry. For one thread at a time.</summary>
internal sealed class AuditFile(string folder) : IDisposable
{
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
        handle = SafeOpen.ToAppend(path);
        open = name;
        if (fresh) Disk.FlushNames(folder);
        return handle;
    }

    private static bool IsTorn(string path)
    {
        using FileStream file = new(SharedFile.Open(path), FileAccess.Read);
        if (file.Length == 0) return false;
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() != '\n';
    }
}
