using System.Buffers.Binary;
using Angioboard.Core;

namespace Angioboard.Faults.Fuzz.Mutations;

/// <summary>Damage without knowledge of the format.</summary>
internal static class ByteMutations
{
    private static readonly byte[] Bytes = [0, 1, 0x7f, 0x80, 0xff, (byte)'.', (byte)'(', (byte)'"', (byte)'}'];
    private static readonly ulong[] Words =
        [0, 1, 0xff, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000, 0x7fffffffffffffff,
            0x8000000000000000, 0xffffffffffffffff];

    /// <summary>One change, possibly with a piece of <paramref name="other"/>.</summary>
    public static byte[] Change(byte[] file, byte[] other, SeededRandom random)
    {
        if (file.Length == 0) return other;
        int at = Place(file, random), length = 1 + random.NextInt(Math.Min(random.Chance(0.8) ? 32 : 4096, file.Length - at));
        switch (random.NextInt(12))
        {
            case 0 or 1:
                file[at] ^= (byte)(1 << random.NextInt(8));
                return file;
            case 2 or 3:
                file[at] = random.Chance(0.5) ? Bytes[random.NextInt(Bytes.Length)] : (byte)random.NextInt(256);
                return file;
            case 4 or 5:
                Word(file, at, random);
                return file;
            case 6:
                return file[..at];
            case 7:
                return [.. file[..at], .. file[(at + length)..]];
            case 8:
                return [.. file[..at], .. Enumerable.Range(0, length).Select(_ => (byte)random.NextInt(256)), .. file[at..]];
            case 9:
                return [.. file[..(at + length)], .. file[at..]];
            case 10:
                int from = Place(file, random), count = Math.Min(length, Math.Min(file.Length - from, file.Length - at));
                byte[] here = file[at..(at + count)];
                file.AsSpan(from, count).CopyTo(file.AsSpan(at));
                here.CopyTo(file.AsSpan(from));
                return file;
            default:
                return [.. file[..at], .. other.AsSpan(random.NextInt(other.Length + 1))];
        }
    }

    /// <summary>Mostly near the ends, where the structure is.</summary>
    private static int Place(byte[] file, SeededRandom random) => random.NextInt(4) switch
    {
        0 => random.NextInt(Math.Min(file.Length, 256)),
        1 => file.Length - 1 - random.NextInt(Math.Min(file.Length, 512)),
        2 => random.NextInt(Math.Min(file.Length, 4096)),
        _ => random.NextInt(file.Length),
    };

    /// <summary>Changes a length, or any other value of 2, 4 or 8 bytes, by a little or a lot, in either byte order.</summary>
    private static void Word(byte[] file, int at, SeededRandom random)
    {
        int width = 2 << random.NextInt(3);
        if (at + width > file.Length) return;
        Span<byte> place = file.AsSpan(at, width), whole = stackalloc byte[8];
        bool big = random.Chance(0.5);
        place.CopyTo(big ? whole[^width..] : whole);
        ulong before = big ? BinaryPrimitives.ReadUInt64BigEndian(whole) : BinaryPrimitives.ReadUInt64LittleEndian(whole);
        ulong after = random.NextInt(3) switch
        {
            0 => before + 1,
            1 => before - 1,
            _ => Words[random.NextInt(Words.Length)],
        };
        if (big) BinaryPrimitives.WriteUInt64BigEndian(whole, after);
        else BinaryPrimitives.WriteUInt64LittleEndian(whole, after);
        (big ? whole[^width..] : whole[..width]).CopyTo(place);
    }
}
