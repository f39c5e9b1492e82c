using System.Buffers;
using Angioboard.Core.Files.Opening;
using Microsoft.Win32.SafeHandles;

namespace Angioboard.Core.Data.Frames;

/// <summary>
/// A frame's file, open to be read: its beginning, which answers most questions, or all of it. What is no file is not opened: a pipe would keep
/// its reader waiting for ever.
/// </summary>
internal sealed class FrameSource : IDisposable
{
    /// <summary>Any frame that a path leads to. A picture of 100 megapixels has at most some 300 megabytes.</summary>
    public static readonly OpenRule Any = OpenRule.Named with { Largest = 1 << 29 };

    private readonly SafeFileHandle file;
    private byte[] bytes = [];
    private int read;

    private FrameSource(SafeFileHandle file) => (this.file, Length) = (file, RandomAccess.GetLength(file));

    /// <summary>Size of the file in bytes.</summary>
    public long Length { get; }

    /// <summary>When the file was last written; of a link, the one that it leads to.</summary>
    public DateTime ModifiedUtc => File.GetLastWriteTimeUtc(file);

    /// <summary>All of it, up to 2 gigabytes. Bytes given before are not to be used after this.</summary>
    public ReadOnlySpan<byte> All => First(Array.MaxLength);

    /// <summary>Opens a frame.</summary>
    /// <param name="path">The frame.</param>
    /// <param name="rule">Where it must lie; null for anywhere.</param>
    /// <exception cref="InputException">It is no file, or not where it must lie.</exception>
    /// <exception cref="IOException">The system does not let it be read; so do the properties.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FrameSource Open(string path, OpenRule? rule = null) => new(SafeOpen.Handle(path, rule ?? Any));

    /// <summary>Whether it ends with these bytes.</summary>
    public bool EndsWith(ReadOnlySpan<byte> expected)
    {
        Span<byte> found = stackalloc byte[expected.Length];
        return Length >= found.Length && RandomAccess.Read(file, found, Length - found.Length) == found.Length && found.SequenceEqual(expected);
    }

    /// <summary>As many bytes from its beginning, fewer where there are no more. Bytes given before are not to be used after this.</summary>
    public ReadOnlySpan<byte> First(int count)
    {
        int wanted = (int)Math.Min(Length, count);
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

    /// <summary>Closes it and gives its memory back.</summary>
    public void Dispose()
    {
        file.Dispose();
        if (bytes.Length > 0) ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
    }
}
