using System.Collections.Concurrent;
using System.Text;
using Angioboard.Core.Files.Opening;

namespace Angioboard.Core.Files;

/// <summary>
/// Writes files atomically, even across a power cut: a temporary file is written, flushed to disk and renamed, and the folder is flushed.
/// </summary>
public static class AtomicFile
{
    private static readonly ConcurrentDictionary<string, bool> left = new();

    /// <summary>Writes <paramref name="path"/> by <paramref name="write"/>; a failure leaves the previous file.</summary>
    /// <exception cref="InputException">The folder cannot be written to, or the disk is full.</exception>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="mode">Its mode, regardless of the umask; null for the default mode.</param>
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

    /// <summary>Copies a complete file; the copy shares no data with it.</summary>
    /// <exception cref="InputException">The folder cannot be written to, or the disk is full.</exception>
    public static void Copy(string file, string path) => Write(path, stream =>
    {
        using FileStream source = SafeOpen.Read(file, OpenRule.Named);
        source.CopyTo(stream);
    });

    /// <summary>Writes text as UTF-8 without a byte order mark.</summary>
    /// <exception cref="InputException">The folder cannot be written to, or the disk is full.</exception>
    public static void WriteText(string path, string text, UnixFileMode? mode = null) =>
        Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)), mode);

    /// <summary>Creates a folder and its parents.</summary>
    /// <exception cref="InputException">It cannot be created.</exception>
    public static void CreateFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            throw new InputException(SystemFault.Shortage(e)
                ?? $"{path}: the folder cannot be created: {Reason(e)}; choose another output folder", e);
        }
    }

    /// <summary>Whether the system refused a write: .NET reports exceeding the file size limit as an argument out of range.</summary>
    public static bool IsRefusal(Exception e) => FileErrors.Is(e) || e is ArgumentOutOfRangeException { ParamName: "value" };

    /// <summary>The user's error for a file that cannot be written.</summary>
    public static InputException Unwritable(string path, Exception cause) =>
        new(SystemFault.Shortage(cause)
            ?? $"{path}: cannot be written: {Reason(cause)}; "
                + (IsAway(cause) ? "restore it" : "free some space or choose another output folder"), cause);

    /// <summary>Whether an error is a refused write.</summary>
    public static bool IsRefused(InputException e) => e.InnerException is { } cause && IsRefusal(cause);

    /// <summary>Whether an error means a full or read-only disk or an exhausted quota: errors of writes only, which may pass.</summary>
    // ENOSPC, EROFS and EDQUOT of Linux.
    public static bool IsFull(Exception e) =>
        e is IOException { HResult: 28 or 30 or 122 } || (e.InnerException is { } cause && IsFull(cause));

    private static bool IsAway(Exception e) => e is DirectoryNotFoundException or FileNotFoundException;

    private static string Reason(Exception e) => IsAway(e) ? "it does not exist, or its folder does not" : FileTrouble.Words(e);

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            // The folder became read-only or disappeared: the first error is the one to report. The temporary name is unique, so only this
            // process can remove it later.
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
