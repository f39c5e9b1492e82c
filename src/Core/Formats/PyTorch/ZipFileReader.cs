using System.IO.Compression;
using Angioboard.Core.Files;

namespace Angioboard.Core.Formats.PyTorch;

/// <summary>Reads the entries of a zip file, with a limit on decompression.</summary>
internal sealed class ZipFileReader : IDisposable
{
    private readonly string path;
    private readonly ZipArchive archive;
    private readonly Dictionary<string, ZipArchiveEntry> entries = [];
    private long inflatable;

    private ZipFileReader(ZipArchive archive, long length, string path)
    {
        (this.archive, this.path) = (archive, path);
        foreach (ZipArchiveEntry entry in archive.Entries) entries[entry.FullName] = entry;
        inflatable = 16 * (length + (1 << 20));
    }

    /// <summary>Names of the entries.</summary>
    public IEnumerable<string> Names => entries.Keys;

    /// <summary>Takes over <paramref name="stream"/>.</summary>
    /// <exception cref="InputException">It is truncated or not a zip file.</exception>
    public static ZipFileReader Open(FileStream stream, string path)
    {
        try
        {
            return new ZipFileReader(new ZipArchive(stream, ZipArchiveMode.Read), stream.Length, path);
        }
        catch (IOException e) when (SystemFault.IsSystems(e))
        {
            throw new InputException(SystemFault.Line(path, e, "check its permissions"), e);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException)
        {
            throw new InputException(
                $"{path}: is cut off or damaged: the central directory at the end of a zip file is missing; " +
                "copy, download or save the whole file again", e);
        }
    }

    /// <summary>Size of an entry in bytes; null if it is missing.</summary>
    public long? Length(string name) => entries.GetValueOrDefault(name)?.Length;

    /// <summary>The content of a small entry.</summary>
    public byte[] ReadAll(string name, long maxLength)
    {
        if (Length(name) is not { } length) throw Damaged($"lacks {name}");
        if (length > maxLength) throw Damaged($"{name} has {length} bytes, more than {maxLength}");
        byte[] content = [];
        Read(name, record =>
        {
            content = new byte[length];
            record.ReadExactly(content);
        });
        return content;
    }

    /// <summary>
    /// Lets <paramref name="read"/> take the file's bytes, exactly as many as <see cref="Length"/>. All entries together may
    /// decompress to at most 16 times the zip's size: weights hardly compress, zip bombs do.
    /// </summary>
    public void Read(string name, Action<Stream> read)
    {
        inflatable -= entries[name].Length;
        if (inflatable < 0) throw Damaged($"{name} would decompress to an absurd size");
        try
        {
            using Stream record = entries[name].Open();
            read(record);
        }
        catch (IOException e) when (SystemFault.IsSystems(e))
        {
            throw new InputException(SystemFault.Line(path, e, "check its permissions"), e);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException)
        {
            throw Damaged($"{name} cannot be read completely", e);
        }
    }

    public void Dispose() => archive.Dispose();

    private InputException Damaged(string what, Exception? cause = null) => DamagedFile.Report(path, what, cause);
}
