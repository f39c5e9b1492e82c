using Microsoft.Win32.SafeHandles;

namespace Angioboard.Core.Files.Opening;

/// <summary>A file's or folder's status, read without opening it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Owner">The owner's user id.</param>
/// <param name="Group">Its group id.</param>
/// <param name="Mode">Its mode.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Links">Number of hard links.</param>
public sealed record FileStatus(FileKind Kind, uint Owner, uint Group, UnixFileMode Mode, long Length, uint Links)
{
    /// <summary>The effective user id of this process; 0 if the system has none.</summary>
    public static uint User => OperatingSystem.IsLinux() ? FileCalls.EffectiveUser() : 0;

    /// <summary>The status of a path; null if it does not exist or is unknown.</summary>
    /// <param name="path">The path.</param>
    /// <param name="follow">Whether to follow a link at its end.</param>
    public static FileStatus? Of(string path, bool follow = false) =>
        OperatingSystem.IsLinux() ? Take(FileCalls.CurrentFolder, path, follow ? 0 : FileCalls.NoFollowAt) : WithoutNumbers(path);

    /// <summary>The status of an open file; null if unknown.</summary>
    internal static FileStatus? Of(SafeFileHandle file) => Take((int)file.DangerousGetHandle(), "", FileCalls.EmptyPath);

    private static unsafe FileStatus? Take(int folder, string path, int flags)
    {
        byte* status = stackalloc byte[FileCalls.StatBytes];
        if (FileCalls.Stat(folder, path, flags, FileCalls.BasicStatus, status) != 0) return null;
        // struct statx
        ushort mode = *(ushort*)(status + 28);
        return new FileStatus(
            KindOf(mode), *(uint*)(status + 20), *(uint*)(status + 24), (UnixFileMode)(mode & 0xfff), *(long*)(status + 40),
            *(uint*)(status + 16));
    }

    private static FileKind KindOf(ushort mode) => (mode & 0xf000) switch
    {
        0x1000 => FileKind.Pipe,
        0x4000 => FileKind.Folder,
        0xa000 => FileKind.Link,
        0xc000 => FileKind.Socket,
        0x8000 => FileKind.File,
        _ => FileKind.Device,
    };

    private static FileStatus? WithoutNumbers(string path)
    {
        FileInfo file = new(path);
        FileKind? kind = file.LinkTarget is not null ? FileKind.Link
            : Directory.Exists(path) ? FileKind.Folder
            : file.Exists ? FileKind.File
            : null;
        return kind is { } known ? new FileStatus(known, 0, 0, default, known == FileKind.File ? file.Length : 0, 1) : null;
    }
}
