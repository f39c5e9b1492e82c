using System.Buffers.Binary;
using System.Text;

namespace Angioboard.Core.Native;

/// <summary>Reads the imports of a 64-bit little-endian ELF library.</summary>
internal static class ElfFile
{
    private const uint DynamicSymbols = 11; // SHT_DYNSYM

    /// <summary>Names of the functions and data that the library requires from others.</summary>
    public static IEnumerable<string> UndefinedSymbols(string path)
    {
        byte[] elf = File.ReadAllBytes(path);
        long sections = Int64(elf, 0x28);
        int size = UInt16(elf, 0x3a), count = UInt16(elf, 0x3c);
        for (int i = 0; i < count; i++)
        {
            long section = sections + (long)i * size;
            if (UInt32(elf, section + 4) != DynamicSymbols) continue;
            long names = Int64(elf, sections + UInt32(elf, section + 0x28) * size + 0x18);
            long start = Int64(elf, section + 0x18), end = start + Int64(elf, section + 0x20);
            for (long symbol = start + 24; symbol < end; symbol += 24)
            {
                bool undefined = UInt16(elf, symbol + 6) == 0, global = elf[symbol + 4] >> 4 == 1;
                if (undefined && global) yield return Text(elf, (int)(names + UInt32(elf, symbol)));
            }
        }
    }

    private static string Text(byte[] elf, int start) => Encoding.ASCII.GetString(elf, start, Array.IndexOf(elf, (byte)0, start) - start);

    private static ushort UInt16(byte[] elf, long at) => BinaryPrimitives.ReadUInt16LittleEndian(elf.AsSpan((int)at));

    private static uint UInt32(byte[] elf, long at) => BinaryPrimitives.ReadUInt32LittleEndian(elf.AsSpan((int)at));

    private static long Int64(byte[] elf, long at) => BinaryPrimitives.ReadInt64LittleEndian(elf.AsSpan((int)at));
}
