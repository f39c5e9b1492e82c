using System.Buffers.Binary;
using System.Text;

namespace Angioboard.Core.Formats;

/// <summary>
/// The list of files in a zip file. Every length it states is held against the file's own before anything is read by it, so a zip that lies
/// costs no memory.
/// </summary>
internal sealed class ZipDirectory
{
    private const int EndLength = 22, LocatorLength = 20, Zip64EndLength = 56, EntryLength = 46;
    private const long MaxDirectoryLength = 1 << 28;

    private readonly string path;
    private readonly long fileLength;

    private ZipDirectory(string path, long fileLength) => (this.path, this.fileLength) = (path, fileLength);

    public Dictionary<string, ZipRecord> Records { get; } = [];

    public static ZipDirectory Read(FileStream stream, string path)
    {
        ZipDirectory directory = new(path, stream.Length);
        (long offset, long length) = directory.Locate(stream);
        if (offset < 0 || length < 0 || length > MaxDirectoryLength || offset > directory.fileLength - length)
            throw directory.Damaged("its zip directory lies outside the file");
        directory.Parse(directory.ReadAt(stream, offset, (int)length));
        return directory;
    }

    /// <summary>Where a record's bytes start.</summary>
    public long DataOffset(FileStream stream, ZipRecord record)
    {
        byte[] header = ReadAt(stream, record.HeaderOffset, 30);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != ZipSignature.LocalHeader)
            throw Damaged($"{record.Name} is not where the zip directory says");
        long start = record.HeaderOffset + 30 + U16(header, 26) + U16(header, 28);
        if (start > fileLength - record.StoredLength) throw Damaged($"{record.Name} reaches beyond the file's end");
        return start;
    }

    public InputException Damaged(string what, Exception? cause = null) => DamagedFile.Report(path, what, cause);

    private (long Offset, long Length) Locate(FileStream stream)
    {
        int tailLength = (int)Math.Min(fileLength, EndLength + ushort.MaxValue);
        long tailStart = fileLength - tailLength;
        byte[] tail = ReadAt(stream, tailStart, tailLength);
        int end = tailLength - EndLength;
        while (end >= 0 && !(U32(tail, end) == ZipSignature.DirectoryEnd && end + EndLength + U16(tail, end + 20) <= tailLength)) end--;
        if (end < 0)
            throw new InputException(
                $"{path}: is cut off: the directory that ends a zip file is missing; copy, download or save the file again, whole");

        int locator = end - LocatorLength;
        if (locator < 0 || U32(tail, locator) != ZipSignature.Zip64Locator) return (U32(tail, end + 16), U32(tail, end + 12));
        long zip64 = I64(tail, locator + 8);
        if (zip64 < 0 || zip64 > fileLength - Zip64EndLength) throw Damaged("its zip64 directory lies outside the file");
        byte[] zip64End = ReadAt(stream, zip64, Zip64EndLength);
        if (U32(zip64End, 0) != ZipSignature.Zip64DirectoryEnd) throw Damaged("its zip64 directory is not where the zip says");
        return (I64(zip64End, 48), I64(zip64End, 40));
    }

    private void Parse(byte[] directory)
    {
        long storedInAll = 0;
        for (int at = 0; at < directory.Length;)
        {
            if (directory.Length - at < EntryLength || U32(directory, at) != ZipSignature.DirectoryEntry)
                throw Damaged("its zip directory is garbled");
            int nameLength = U16(directory, at + 28), extraLength = U16(directory, at + 30), commentLength = U16(directory, at + 32);
            int next = at + EntryLength + nameLength + extraLength + commentLength;
            if (next > directory.Length) throw Damaged("its zip directory is garbled");
            ZipRecord record = ParseEntry(directory, at, nameLength, directory.AsSpan(at + EntryLength + nameLength, extraLength));
            if (!Records.TryAdd(record.Name, record)) throw Damaged($"its zip directory lists {record.Name} twice");
            storedInAll += record.StoredLength;
            if (storedInAll > fileLength) throw Damaged("its zip entries overlap");
            at = next;
        }
    }

    private ZipRecord ParseEntry(byte[] directory, int at, int nameLength, ReadOnlySpan<byte> extra)
    {
        string name = Encoding.UTF8.GetString(directory, at + EntryLength, nameLength);
        int method = U16(directory, at + 10);
        long stored = U32(directory, at + 20), length = U32(directory, at + 24), header = U32(directory, at + 42);
        ReadOnlySpan<byte> wide = Zip64Fields(extra);
        length = Widen(length, ref wide, name);
        stored = Widen(stored, ref wide, name);
        header = Widen(header, ref wide, name);

        if ((U16(directory, at + 8) & 1) != 0) throw new InputException($"{path}: {name} is encrypted; save the file without a password");
        if (method is not (0 or 8))
            throw new InputException($"{path}: {name} is compressed by method {method}; save the file with torch.save");
        if (stored < 0 || length < 0 || header < 0 || stored > fileLength || header > fileLength - 30 || (method == 0 && stored != length))
            throw Damaged($"{name} has a length or place that cannot be");
        return new ZipRecord(name, method == 8, stored, length, header);
    }

    private static ReadOnlySpan<byte> Zip64Fields(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            int id = BinaryPrimitives.ReadUInt16LittleEndian(extra), size = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (size > extra.Length - 4) break;
            if (id == ZipSignature.Zip64Extra) return extra.Slice(4, size);
            extra = extra[(4 + size)..];
        }
        return [];
    }

    /// <summary>A field of all ones stands for the next 64-bit one of the zip64 extra.</summary>
    private long Widen(long field, ref ReadOnlySpan<byte> wide, string name)
    {
        if (field != uint.MaxValue) return field;
        if (wide.Length < 8) throw Damaged($"{name} lacks its zip64 sizes");
        long value = BinaryPrimitives.ReadInt64LittleEndian(wide);
        wide = wide[8..];
        return value;
    }

    private byte[] ReadAt(FileStream stream, long offset, int length)
    {
        if (offset < 0 || offset > fileLength - length) throw Damaged("its zip directory points beyond the file's end");
        byte[] bytes = new byte[length];
        stream.Position = offset;
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static ushort U16(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    private static uint U32(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    private static long I64(byte[] bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));
}
