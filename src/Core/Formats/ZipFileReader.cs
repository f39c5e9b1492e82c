using System.IO.Compression;

namespace Angioboard.Core.Formats;

/// <summary>Reads the files within a zip file.</summary>
internal sealed class ZipFileReader : IDisposable
{
    /// <summary>Deflate cannot do better than 1,032 to 1.</summary>
    private const long MaxDeflateRatio = 1032;

    private readonly FileStream stream;
    private readonly ZipDirectory directory;
    private long inflatable;

    private ZipFileReader(FileStream stream, ZipDirectory directory)
    {
        (this.stream, this.directory) = (stream, directory);
        inflatable = 16 * (stream.Length + (1 << 20));
    }

    /// <summary>The names of the files within.</summary>
    public IEnumerable<string> Names => directory.Records.Keys;

    /// <summary>Takes over <paramref name="stream"/>.</summary>
    public static ZipFileReader Open(FileStream stream, string path) => new(stream, ZipDirectory.Read(stream, path));

    /// <summary>Bytes the file within has, or null where it is missing.</summary>
    public long? Length(string name) => directory.Records.GetValueOrDefault(name)?.Length;

    /// <summary>The whole of a small file within.</summary>
    public byte[] ReadAll(string name, long maxLength)
    {
        if (Length(name) is not { } length) throw directory.Damaged($"lacks {name}");
        if (length > maxLength) throw directory.Damaged($"{name} has {length} bytes, more than {maxLength}");
        byte[] content = [];
        Read(name, record =>
        {
            content = new byte[length];
            record.ReadExactly(content);
        });
        return content;
    }

    /// <summary>
    /// Lets <paramref name="read"/> take the file's bytes, exactly as many as <see cref="Length"/> says. All compressed files together may
    /// inflate to 16 times the zip's size: weights hardly compress, bombs do.
    /// </summary>
    public void Read(string name, Action<Stream> read)
    {
        ZipRecord record = directory.Records[name];
        stream.Position = directory.DataOffset(stream, record);
        if (!record.Deflated)
        {
            read(stream);
            return;
        }

        inflatable -= record.Length;
        if (inflatable < 0 || record.Length / MaxDeflateRatio > record.StoredLength)
            throw directory.Damaged($"{name} would inflate beyond all measure");
        try
        {
            using DeflateStream inflated = new(stream, CompressionMode.Decompress, leaveOpen: true);
            read(inflated);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw directory.Damaged($"{name} cannot be decompressed", e);
        }
    }

    public void Dispose() => stream.Dispose();
}
