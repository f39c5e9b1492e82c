using System.Runtime.InteropServices;

namespace Angioboard.Core.Native;

/// <summary>Calls of the C library that more than one room needs.</summary>
public static partial class LibC
{
    /// <summary>syscall(2): a call of Linux that the C library may not offer; -1 with errno if it fails.</summary>
    /// <param name="number">The call.</param>
    /// <param name="first">Its first argument.</param>
    /// <param name="second">Its second one; 0 if it has none.</param>
    /// <param name="third">Its third one.</param>
    /// <param name="fourth">Its fourth one.</param>
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    public static partial nint SystemCall(nint number, nint first, nint second, nint third, nint fourth);

    /// <summary>fcntl(2): reads or changes an open file; -1 if it fails.</summary>
    /// <param name="descriptor">The file.</param>
    /// <param name="command">What to do.</param>
    /// <param name="value">The new value; 0 for commands that read.</param>
    [LibraryImport("libc", EntryPoint = "fcntl")]
    internal static partial int Control(int descriptor, int command, int value);
}
