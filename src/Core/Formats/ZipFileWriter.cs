using System.Text;

namespace Angioboard.Core.Formats;

/// <summary>
/// Writes a zip of uncompressed files front to back, as PyTorch lays them out: data aligned to 64 bytes, so that it can be mapped into
/// memory, and one fixed date, so that equal content gives equal bytes.
/// </summary>
/// <param name="stream">Where to; only written to, never sought.</param>
/// <param name="zip64From">Lengths and offsets from here on take 64 bits; the format needs it from 4 GB on.</param>
internal sealed class ZipFileWriter(Stream stream, long zip64From = uint.MaxValue) : IDisposable
{
    private const int Alignment = 64;
    private const ushort PaddingExtra = 0x4246;  // "FB", as PyTorch names it
    private const ushort FirstOfJanuary1980 = 0x21;
    private const ushort Version = 45;

    private readonly BinaryWriter writer = new(stream, Encoding.UTF8, leaveOpen: true);
    private readonly List<(byte[] Name, long Length, uint Crc, long Offset)> entries = [];
    private long position;

    /// <summary>Adds a file of <paramref name="length"/> bytes, which <paramref name="write"/> writes.</summary>
    public void Add(string name, long length, uint crc, Action<Stream> write)
    {
        byte[] nameBytes = Encoding.UTF8.GetBytes(name);
        bool wide = length >= zip64From;
        int wideLength = wide ? 20 : 0;
        int padding = (int)((Alignment - (position + 30 + nameBytes.Length + wideLength + 4) % Alignment) % Alignment);
        entries.Add((nameBytes, length, crc, position));

        writer.Write(ZipSignature.LocalHeader);
        WriteCommon(crc, wide ? uint.MaxValue : (uint)length, nameBytes.Length, wideLength + 4 + padding);
        writer.Write(nameBytes);
        if (wide) WriteWide(length, length);
        writer.Write(PaddingExtra);
        writer.Write((ushort)padding);
        writer.Write(new byte[padding]);
        writer.Flush();
        write(stream);
        position += 30 + nameBytes.Length + wideLength + 4 + padding + length;
    }

    /// <summary>Writes the directory; nothing can be added after it.</summary>
    public void Finish()
    {
        long start = position;
        foreach ((byte[] name, long length, uint crc, long offset) in entries) WriteDirectoryEntry(name, length, crc, offset);
        long directoryLength = position - start;

        bool wide = entries.Count >= ushort.MaxValue || start >= zip64From || directoryLength >= zip64From;
        if (wide) WriteWideEnd(start, directoryLength);
        ushort count = wide ? ushort.MaxValue : (ushort)entries.Count;
        writer.Write(ZipSignature.DirectoryEnd);
        writer.Write(0);
        writer.Write(count);
        writer.Write(count);
        writer.Write(wide ? uint.MaxValue : (uint)directoryLength);
        writer.Write(wide ? uint.MaxValue : (uint)start);
        writer.Write((ushort)0);
        writer.Flush();
    }

    public void Dispose() => writer.Dispose();

    private void WriteDirectoryEntry(byte[] name, long length, uint crc, long offset)
    {
        List<long> wide = [];
        if (length >= zip64From) wide.AddRange([length, length]);
        if (offset >= zip64From) wide.Add(offset);
        int extra = wide.Count == 0 ? 0 : 4 + 8 * wide.Count;

        writer.Write(ZipSignature.DirectoryEntry);
        writer.Write(Version);
        WriteCommon(crc, length >= zip64From ? uint.MaxValue : (uint)length, name.Length, extra);
        writer.Write((ushort)0);  // comment
        writer.Write(0);  // disk, internal attributes
        writer.Write(0);  // external attributes
        writer.Write(offset >= zip64From ? uint.MaxValue : (uint)offset);
        writer.Write(name);
        if (wide.Count > 0) WriteWide([.. wide]);
        position += 46 + name.Length + extra;
    }

    private void WriteCommon(uint crc, uint length, int nameLength, int extraLength)
    {
        writer.Write(Version);
        writer.Write((ushort)0);  // flags
        writer.Write((ushort)0);  // stored
        writer.Write((ushort)0);  // midnight
        writer.Write(FirstOfJanuary1980);
        writer.Write(crc);
        writer.Write(length);
        writer.Write(length);
        writer.Write((ushort)nameLength);
        writer.Write((ushort)extraLength);
    }

    private void WriteWide(params ReadOnlySpan<long> fields)
    {
        writer.Write(ZipSignature.Zip64Extra);
        writer.Write((ushort)(8 * fields.Length));
        foreach (long field in fields) writer.Write(field);
    }

    private void WriteWideEnd(long start, long directoryLength)
    {
        writer.Write(ZipSignature.Zip64DirectoryEnd);
        writer.Write(44L);
        writer.Write(Version);
        writer.Write(Version);
        writer.Write(0L);  // this disk, the directory's disk
        writer.Write((long)entries.Count);
        writer.Write((long)entries.Count);
        writer.Write(directoryLength);
        writer.Write(start);
        writer.Write(ZipSignature.Zip64Locator);
        writer.Write(0);
        writer.Write(start + directoryLength);
        writer.Write(1);
    }
}
