using System.Runtime.InteropServices;
using Angioboard.Core.Native;

namespace Angioboard.Core.Files.Opening;

/// <summary>Linux's calls on files that .NET does not offer.</summary>
internal static unsafe partial class FileCalls
{
    // Of fcntl.h. O_DIRECTORY and O_NOFOLLOW are other bits on ARM.
    public const int WriteOnly = 1, Create = 0x40, NoTerminal = 0x100, Append = 0x400, NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000, PathOnly = 0x200000;
    public const int CurrentFolder = -100, EmptyPath = 0x1000, NoFollowAt = 0x100;

    // Of errno.h.
    public const int NotPermitted = 1, NotThere = 2, NoDevice = 6, AccessDenied = 13, OtherDevice = 18, NotFolder = 20, NameTooLong = 36,
        NoSuchCall = 38, Loop = 40;

    // Of openat2: RESOLVE_NO_MAGICLINKS, RESOLVE_NO_SYMLINKS, RESOLVE_BENEATH.
    public const ulong NoMagicLinks = 2, NoLinks = 4, Beneath = 8;

    public const int StatBytes = 256;
    public const uint BasicStatus = 0x7ff;

    private const int GetFlags = 3, SetFlags = 4;
    private const nint Open2Number = 437;

    private static readonly bool arm = RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64;

    public static int Folder => arm ? 0x4000 : 0x10000;

    public static int NoFollow => arm ? 0x8000 : 0x20000;

    /// <summary>openat2(2); -1 with errno if the kernel lacks it.</summary>
    public static int Open2(int folder, string path, int flags, ulong resolve)
    {
        ulong* how = stackalloc ulong[3] { (ulong)flags, 0, resolve };
        fixed (byte* name = System.Text.Encoding.UTF8.GetBytes(path + '\0'))
            return (int)LibC.SystemCall(Open2Number, folder, (nint)name, (nint)how, 3 * sizeof(ulong));
    }

    /// <summary>Clears O_NONBLOCK: regular files never block, and .NET would take a non-blocking file for a pipe.</summary>
    public static void Wait(int descriptor) => _ = LibC.Control(descriptor, SetFlags, LibC.Control(descriptor, GetFlags, 0) & ~NonBlocking);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(int folder, string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Stat(int folder, string path, int flags, uint mask, byte* status);

    [LibraryImport("libc", EntryPoint = "realpath", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint RealPath(string path, byte* resolved);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();
}
