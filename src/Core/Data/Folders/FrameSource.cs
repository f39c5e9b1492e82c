using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Angioboard.Core.Data.Folders;

/// <summary>
/// A frame's file, open to be read: first its beginning, which most questions need alone, and all of it where that is asked for. What is no
/// file is not opened: a pipe would keep its reader waiting for ever.
/// </summary>
internal sealed class FrameSource : IDisposable
{
    // Holds the header of all but files with a large colour profile or thumbnail.
    private const int Beginning = 1 << 16;

    private readonly SafeFileHandle file;
    private byte[] bytes = [];
    private int read;

    private FrameSource(SafeFileHandle file) => (this.file, Length) = (file, RandomAccess.GetLength(file));

    /// <summary>Size of the file in bytes.</summary>
    public long Length { get; }

    /// <summary>When the file was last written; of a link, the one that it leads to.</summary>
    public DateTime ModifiedUtc => File.GetLastWriteTimeUtc(file);

    /// <summary>Its first 64 kilobytes, or all where there are no more.</summary>
    public ReadOnlySpan<byte> First => Read((int)Math.Min(Length, Beginning));

    /// <summary>All of it, up to 2 gigabytes. What <see cref="First"/> gave is not to be used after this.</summary>
    public ReadOnlySpan<byte> All => Read((int)Math.Min(Length, Array.MaxLength));

    /// <summary>Opens a frame.</summary>
    /// <exception cref="InputException">It is no file.</exception>
    /// <exception cref="IOException">The system does not let it be read; so do the properties.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FrameSource Open(string path) => SpecialFile.Kind(path) is { } kind
        ? throw new InputException(FrameFault.NoFile(path, kind))
        : new FrameSource(File.OpenHandle(path));

    /// <summary>Whether it ends with these bytes.</summary>
    public bool EndsWith(ReadOnlySpan<byte> expected)
    {
        Span<byte> found = stackalloc byte[expected.Length];
        return Length >= found.Length && RandomAccess.Read(file, found, Length - found.Length) == found.Length && found.SequenceEqual(expected);
    }

    /// <summary>Closes it and gives its memory back.</summary>
    public void Dispose()
    {
        file.Dispose();
        if (bytes.Length > 0) ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
    }

    private ReadOnlySpan<byte> Read(int wanted)
    {
        if (bytes.Length < wanted)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(wanted);
            bytes.AsSpan(0, read).CopyTo(larger);
            if (bytes.Length > 0) ArrayPool<byte>.Shared.Return(bytes);
            bytes = larger;
        }
        while (read < wanted && RandomAccess.Read(file, bytes.AsSpan(read, wanted - read), read) is > 0 and int more) read += more;
        return bytes.AsSpan(0, Math.Min(read, wanted));
    }
}
