using System.Buffers;
using Angioboard.Core.Files.Opening;
using Microsoft.Win32.SafeHandles;

namespace Angioboard.Core.Data.Frames;

/// <summary>
/// A frame's file, open for reading: its beginning, which is usually enough, or all of it. Only regular files are opened: a pipe could
/// block its reader for ever.
/// </summary>
internal sealed class FrameSource : IDisposable
{
    /// <summary>The rule for any frame. An image of 100 megapixels has at most about 300 megabytes.</summary>
    public static readonly OpenRule Any = OpenRule.Named with { Largest = 1 << 29 };

    private readonly SafeFileHandle file;
    private byte[] bytes = [];
    private int read;

    private FrameSource(SafeFileHandle file) => (this.file, Length) = (file, RandomAccess.GetLength(file));

    /// <summary>Size of the file in bytes.</summary>
    public long Length { get; }

    /// <summary>Modification time of the file, or of a link's target.</summary>
    public DateTime ModifiedUtc => File.GetLastWriteTimeUtc(file);

    /// <summary>All of it, up to 2 gigabytes. Bytes returned before must not be used afterwards.</summary>
    public ReadOnlySpan<byte> All => First(Array.MaxLength);

    /// <summary>Opens a frame.</summary>
    /// <param name="path">The frame.</param>
    /// <param name="rule">The folder that must contain it; null for anywhere.</param>
    /// <exception cref="InputException">It is not a file, or is outside that folder.</exception>
    /// <exception cref="IOException">The system does not let it be read; also thrown by the properties.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FrameSource Open(string path, OpenRule? rule = null) => new(SafeOpen.Handle(path, rule ?? Any));

    /// <summary>Whether it ends with these bytes.</summary>
    public bool EndsWith(ReadOnlySpan<byte> expected)
    {
        Span<byte> found = stackalloc byte[expected.Length];
        return Length >= found.Length && RandomAccess.Read(file, found, Length - found.Length) == found.Length
            && found.SequenceEqual(expected);
    }

    /// <summary>
    /// This many bytes from its beginning, fewer if it is shorter. Bytes returned before must not be used afterwards.
    /// </summary>
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

    /// <summary>Closes it and releases its memory.</summary>
    public void Dispose()
    {
        file.Dispose();
        if (bytes.Length > 0) ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
    }
}
