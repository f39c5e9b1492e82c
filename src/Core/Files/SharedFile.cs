using Microsoft.Win32.SafeHandles;

namespace Angioboard.Core.Files;

/// <summary>A file of our own that is read while it is written.</summary>
public static class SharedFile
{
    /// <summary>Opens for reading, while others may write, replace or delete it.</summary>
    /// <exception cref="IOException">It does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static SafeFileHandle Open(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
