using System.Runtime.InteropServices;

namespace Angioboard.Jobs.Machine;

/// <summary>The C library's memory of this process, in which the runtime and native libraries live.</summary>
public static partial class NativeHeap
{
    // M_ARENA_MAX of GNU's malloc.h.
    private const int MostArenas = -8;

    /// <summary>
    /// Keeps it in two parts. By default each thread may have its own, up to eight a processor, and what one part has free the others cannot
    /// use: a process that runs for weeks grows by it. Who set MALLOC_ARENA_MAX keeps that; where the C library is another than GNU's, nothing is done.
    /// </summary>
    public static void KeepTogether()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("MALLOC_ARENA_MAX") is not null) return;
        try
        {
            _ = Set(MostArenas, 2);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library, which has no such parts.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int Set(int parameter, int value);
}
