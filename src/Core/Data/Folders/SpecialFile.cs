using System.Runtime.InteropServices;
using System.Text;

namespace Angioboard.Core.Data.Folders;

/// <summary>Tells what is no file though it has a file's name. .NET has no word for it, and waits when it opens a pipe.</summary>
internal static unsafe partial class SpecialFile
{
    // struct statx, AT_FDCWD, STATX_TYPE, S_IFMT and its kinds
    private const int StatBytes = 256, ModeOffset = 28, CurrentFolder = -100;
    private const uint OnlyType = 1;
    private const ushort TypeBits = 0xf000, Pipe = 0x1000, CharacterDevice = 0x2000, BlockDevice = 0x6000, Socket = 0xc000;

    /// <summary>What it is, links followed; null for files and folders, and where the system does not tell.</summary>
    public static string? Kind(string path)
    {
        if (!OperatingSystem.IsLinux()) return null;
        byte* status = stackalloc byte[StatBytes];
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
            if (Stat(CurrentFolder, name, 0, OnlyType, status) != 0) return null;
        return (*(ushort*)(status + ModeOffset) & TypeBits) switch
        {
            Pipe => "a pipe",
            Socket => "a socket",
            CharacterDevice or BlockDevice => "a device",
            _ => null,
        };
    }

    [LibraryImport("libc", EntryPoint = "statx")]
    private static partial int Stat(int folder, byte* path, int flags, uint mask, byte* status);
}
