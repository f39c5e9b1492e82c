using Angioboard.Core.Data.Folders;
using Microsoft.Win32.SafeHandles;

namespace Angioboard.Core.Files;

/// <summary>Reads files that users name: files only, for a device has no end and a pipe keeps its reader waiting, and none that is too large.</summary>
internal static class NamedFile
{
    /// <summary>All bytes of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="largest">The most bytes that it may have.</param>
    /// <exception cref="InputException">It is no file, or too large.</exception>
    /// <exception cref="IOException">It is not there, or the system does not let it be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public static byte[] Bytes(string path, long largest)
    {
        if (SpecialFile.Kind(path) is { } kind) throw new InputException($"{path}: is {kind}, not a file; name a file");
        using SafeFileHandle file = File.OpenHandle(path);
        long length = RandomAccess.GetLength(file);
        if (length > largest) throw new InputException($"{path}: is too large ({length / 1_000_000} MB; {largest / 1_000_000} MB at most); name another file");
        byte[] bytes = new byte[length];
        int read = 0;
        while (read < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(read), read) is > 0 and int more) read += more;
        return read == bytes.Length ? bytes : bytes[..read];
    }
}
