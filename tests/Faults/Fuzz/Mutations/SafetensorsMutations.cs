using System.Buffers.Binary;
using Angioboard.Core;

namespace Angioboard.Faults.Fuzz.Mutations;

/// <summary>Damage to a safetensors file's header as JSON, with the right length.</summary>
internal static class SafetensorsMutations
{
    public static byte[] Change(byte[] file, SeededRandom random)
    {
        if (file.Length < 8 || BinaryPrimitives.ReadUInt64LittleEndian(file) is var length && length > (ulong)(file.Length - 8))
            return file;
        byte[] header = file[8..(8 + (int)length)];
        for (int change = random.NextInt(3); change >= 0; change--) header = JsonMutations.Change(header, random);
        return Of(header, file.AsSpan(8 + (int)length));
    }

    /// <summary>A file with this header and data.</summary>
    public static byte[] Of(byte[] header, ReadOnlySpan<byte> data)
    {
        byte[] start = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(start, header.Length);
        return [.. start, .. header, .. data];
    }
}
