using System.Runtime.InteropServices;

namespace Angioboard.Core.Files;

/// <summary>Flushes that .NET lacks: the names in a folder, and files written by other code, made durable against a power cut.</summary>
public static partial class Disk
{
    private const int InvalidArgument = 22, NotSupported = 95;

    /// <summary>Returns when the names in a folder are on disk. File systems that cannot promise this are skipped.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static void FlushNames(string folder) => Flush(folder);

    /// <summary>Returns when a file's content, however written, is on disk.</summary>
    /// <exception cref="IOException">The disk refuses, or the file does not exist.</exception>
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
