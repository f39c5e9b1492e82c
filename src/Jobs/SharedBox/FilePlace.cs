using System.Runtime.InteropServices;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;

namespace Angioboard.Jobs.SharedBox;

/// <summary>
/// The place of a file in a folder that a group can write to, where any member may have put a folder, a pipe, a link or an unreadable file.
/// The owner of the folder can move these out of the way; others must wait until somebody does.
/// </summary>
internal static partial class FilePlace
{
    /// <summary>What is there and cannot be opened, and who can remove it; null if nothing is.</summary>
    public static string? WhyBlocked(string path)
    {
        if (!OperatingSystem.IsLinux() || FileStatus.Of(path) is not { } found) return null;
        if (found.Kind == FileKind.File && SafeOpen.Exists(path, new OpenRule())) return null;
        string what = found.Kind == FileKind.File ? "may not be read" : $"is {Word(found.Kind)}, not a file";
        uint[] able = [.. new[] { found.Owner, FolderOf(path)?.Owner ?? found.Owner }.Distinct()];
        return $"{path}: {what}; remove it, as {string.Join(" or ", able.Select(SystemUsers.Name))}";
    }

    /// <summary>
    /// Moves anything but a regular file away, if this user owns the folder. A regular file stays, since somebody may hold its lock.
    /// </summary>
    public static void Clear(string path)
    {
        if (!OperatingSystem.IsLinux() || FileStatus.Of(path) is not { } found || found.Kind == FileKind.File
            || FolderOf(path)?.Owner != FileStatus.User) return;
        // It is moved first and checked again, so that only what was seen is removed, even if another file is put in its place meanwhile.
        string aside = SafeOpen.Beside(path);
        if (Rename(path, aside) != 0) return;
        try
        {
            if (FileStatus.Of(aside) is { Kind: FileKind.File }) File.Move(aside, path);
            else if (found.Kind == FileKind.Folder) Directory.Delete(aside);
            else File.Delete(aside);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            // Another user's folder with content stays there, where it is in nobody's way.
        }
    }

    /// <summary>Whether files can be created beside a path: if so, and the path cannot be opened, the path itself is the reason.</summary>
    public static bool CanBeUsed(string path)
    {
        string probe = SafeOpen.Beside(path);
        try
        {
            SafeOpen.Create(probe).Dispose();
            File.Delete(probe);
            return true;
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            return false;
        }
    }

    private static FileStatus? FolderOf(string path) => FileStatus.Of(Path.GetDirectoryName(path)!, follow: true);

    private static string Word(FileKind kind) => kind switch
    {
        FileKind.Folder => "a folder",
        FileKind.Link => "a link",
        FileKind.Pipe => "a pipe",
        FileKind.Socket => "a socket",
        _ => "a device",
    };

    [LibraryImport("libc", EntryPoint = "rename", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Rename(string from, string to);
}
