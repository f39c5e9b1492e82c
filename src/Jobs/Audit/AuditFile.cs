using System.Globalization;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;
using Microsoft.Win32.SafeHandles;

namespace Angioboard.Jobs.Audit;

/// <summary>The monthly files, opened in append mode and flushed after each entry. Not thread-safe.</summary>
internal sealed class AuditFile(string folder) : IDisposable
{
    private SafeFileHandle? handle;
    private string? open;
    private bool torn;

    public string Folder => folder;

    /// <summary>The file for an entry of this time.</summary>
    public static string NameOf(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture) + ".jsonl";

    /// <summary>Appends an entry; returns when it is on the disk.</summary>
    /// <exception cref="IOException">The disk refuses it.</exception>
    public void Append(AuditEntry entry)
    {
        SafeFileHandle to = Open(NameOf(entry.Time));
        byte[] line = entry.ToLine();
        if (torn) line = [(byte)'\n', .. line];
        // If this fails, a part of the entry may be written. The next entry starts on a new line.
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
        // If something removes the file, such as a clean-up of old files, later entries are not lost with it.
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
