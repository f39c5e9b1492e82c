using Microsoft.Win32.SafeHandles;

namespace Angioboard.Core.Files.Opening;

/// <summary>What the system knows of a file or folder without opening it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Owner">The number of the user it belongs to.</param>
/// <param name="Group">The number of its group.</param>
/// <param name="Mode">Who may do what with it.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Links">How many names it has.</param>
/// <param name="Identity">Tells it from every other file that is there: its file system and its number there.</param>
public sealed record FileStatus(FileKind Kind, uint Owner, uint Group, UnixFileMode Mode, long Length, uint Links, (uint Major, uint Minor, ulong Number) Identity)
{
    /// <summary>The number of the user this process acts as; 0 where the system has none.</summary>
    public static uint User => OperatingSystem.IsLinux() ? FileCalls.EffectiveUser() : 0;

    /// <summary>What a path leads to; null where that is nothing, or the system does not tell.</summary>
    /// <param name="path">The path.</param>
    /// <param name="follow">Whether a link at its end is followed.</param>
    public static FileStatus? Of(string path, bool follow = false) =>
        OperatingSystem.IsLinux() ? Take(FileCalls.CurrentFolder, path, follow ? 0 : FileCalls.NoFollowAt) : WithoutNumbers(path);

    /// <summary>What an open file is; null where the system does not tell.</summary>
    internal static FileStatus? Of(SafeFileHandle file) => Take((int)file.DangerousGetHandle(), "", FileCalls.EmptyPath);

    private static unsafe FileStatus? Take(int folder, string path, int flags)
    {
        byte* status = stackalloc byte[FileCalls.StatBytes];
        if (FileCalls.Stat(folder, path, flags, FileCalls.BasicStatus, status) != 0) return null;
        // struct statx
        ushort mode = *(ushort*)(status + 28);
        return new FileStatus(
            KindOf(mode), *(uint*)(status + 20), *(uint*)(status + 24), (UnixFileMode)(mode & 0xfff), *(long*)(status + 40), *(uint*)(status + 16),
            (*(uint*)(status + 136), *(uint*)(status + 140), *(ulong*)(status + 32)));
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
        FileKind? kind = file.LinkTarget is not null ? FileKind.Link : Directory.Exists(path) ? FileKind.Folder : file.Exists ? FileKind.File : null;
        return kind is { } known ? new FileStatus(known, 0, 0, default, known == FileKind.File ? file.Length : 0, 1, default) : null;
    }
}
