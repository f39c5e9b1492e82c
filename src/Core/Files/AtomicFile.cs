using System.Collections.Concurrent;
using System.Text;
using Angioboard.Core.Files.Opening;

namespace Angioboard.Core.Files;

/// <summary>Files that are there whole or not at all, a power cut included: written beside their place, flushed to disk, renamed, the folder flushed.</summary>
public static class AtomicFile
{
    private static readonly ConcurrentDictionary<string, bool> left = new();

    /// <summary>Writes <paramref name="path"/> by <paramref name="write"/>; a failure leaves what was there before.</summary>
    /// <exception cref="InputException">The folder cannot be written to, or the disk is full.</exception>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes what it is to hold.</param>
    /// <param name="mode">Who may do what with it, whatever the umask; null for what the umask leaves.</param>
    public static void Write(string path, Action<Stream> write, UnixFileMode? mode = null)
    {
        string temporary = SafeOpen.Beside(path);
        try
        {
            using (FileStream stream = SafeOpen.Create(temporary))
            {
                if (mode is { } rights && !OperatingSystem.IsWindows()) File.SetUnixFileMode(stream.SafeFileHandle, rights);
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
            Disk.FlushNames(Path.GetDirectoryName(Path.GetFullPath(path))!);
            RemoveLeft(Path.GetDirectoryName(temporary));
        }
        catch (Exception e) when (IsRefusal(e))
        {
            throw Unwritable(path, e);
        }
        finally
        {
            Remove(temporary);
        }
    }

    /// <summary>Copies a file that is whole; the copy shares nothing with it.</summary>
    /// <exception cref="InputException">The folder cannot be written to, or the disk is full.</exception>
    public static void Copy(string file, string path) => Write(path, stream =>
    {
        using FileStream source = SafeOpen.Read(file, OpenRule.Named);
        source.CopyTo(stream);
    });

    /// <summary>Writes text as UTF-8 without a byte order mark.</summary>
    /// <exception cref="InputException">The folder cannot be written to, or the disk is full.</exception>
    public static void WriteText(string path, string text, UnixFileMode? mode = null) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)), mode);

    /// <summary>Makes a folder and those above it.</summary>
    /// <exception cref="InputException">It cannot be made.</exception>
    public static void CreateFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(SystemFault.Shortage(e) ?? $"{path}: the folder cannot be created: {Reason(e)}; choose another output folder", e);
        }
    }

    /// <summary>Whether the system would not write: .NET reports a file that grows beyond a limit on sizes as an argument out of range.</summary>
    public static bool IsRefusal(Exception e) => e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException { ParamName: "value" };

    /// <summary>The error of a file that cannot be written, in words for its user.</summary>
    public static InputException Unwritable(string path, Exception cause) =>
        new(SystemFault.Shortage(cause) ?? $"{path}: cannot be written: {Reason(cause)}; {(IsAway(cause) ? "restore it" : "free some space or choose another output folder")}", cause);

    /// <summary>Whether an error is that of a file that the system would not write.</summary>
    public static bool IsRefused(InputException e) => e.InnerException is { } cause && IsRefusal(cause);

    /// <summary>Whether an error comes of a disk that has no room, is read-only or gives its user no more: what only a write meets, and what may pass.</summary>
    // ENOSPC, EROFS and EDQUOT of Linux.
    public static bool IsFull(Exception e) => e is IOException { HResult: 28 or 30 or 122 } || (e.InnerException is { } cause && IsFull(cause));

    private static bool IsAway(Exception e) => e is DirectoryNotFoundException or FileNotFoundException;

    private static string Reason(Exception e) => IsAway(e) ? "it does not exist, or its folder does not" : FileTrouble.Words(e);

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder went read-only or away: the first error says so, and it is the one to report. Its name is nobody else's, so only we can remove it later.
            left.TryAdd(temporary, true);
        }
    }

    // The folder is back.
    private static void RemoveLeft(string? folder)
    {
        foreach (string temporary in left.Keys)
            if (Path.GetDirectoryName(temporary) == folder && left.TryRemove(temporary, out _)) Remove(temporary);
    }
}
