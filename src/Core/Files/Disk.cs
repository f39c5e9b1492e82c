using System.Runtime.InteropServices;

namespace Angioboard.Core.Files;

/// <summary>What .NET has no call for: names in a folder, and files that somebody else writes, made to outlast a power cut.</summary>
public static partial class Disk
{
    private const int InvalidArgument = 22, NotSupported = 95;

    /// <summary>Returns when the names in a folder are on the disk. File systems that keep no such promise are left at that.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static void FlushNames(string folder) => Flush(folder);

    /// <summary>Returns when what was written to a file, by whatever means, is on the disk.</summary>
    /// <exception cref="IOException">The disk refuses, or there is no such file.</exception>
    public static void Flush(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        int descriptor = Open(path, 0);
        if (descriptor < 0) throw Refusal(path);
        try
        {
            if (Flush(descriptor) != 0 && Marshal.GetLastPInvokeError() is not (InvalidArgument or NotSupported)) throw Refusal(path);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Refusal(string path) => new($"{Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())} : '{path}'");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
