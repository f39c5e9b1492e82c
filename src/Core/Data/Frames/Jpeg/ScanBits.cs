using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Angioboard.Core.Data.Frames.Jpeg;

/// <summary>The bits of a scan, without the zeros that are stuffed in after each 0xFF. Beyond its end they are zeros.</summary>
internal unsafe ref struct ScanBits
{
    private readonly byte* file;
    private readonly int end;
    private int at;
    private ulong bits;
    private int count, made;

    /// <summary>Begins at byte <paramref name="start"/> of the file's <paramref name="length"/>.</summary>
    public ScanBits(byte* file, int start, int length)
    {
        this.file = file;
        (at, end) = (start, length);
    }

    /// <summary>Whether more bits were read than the scan has.</summary>
    public readonly bool IsOver => made > count;

    /// <summary>The next bits, the first of them highest; the 32 highest are there after <see cref="Fill"/>.</summary>
    public readonly ulong Next => bits;

    /// <summary>Consumes this many bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Take(int taken)
    {
        bits <<= taken;
        count -= taken;
    }

    /// <summary>Makes at least 32 bits ready: enough for a code and its number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fill()
    {
        if (count < 32) Refill();
    }

    /// <summary>A number of <paramref name="size"/> bits in the way of T.81, F.2.2.1; they must be ready.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Number(int size)
    {
        int value = (int)(bits >> 1 >> (63 - size));
        Take(size);
        return value < 1 << size >> 1 ? value - (1 << size) + 1 : value;
    }

    /// <summary>Skips a restart marker if the next one has this number.</summary>
    public bool Restart(int number)
    {
        (bits, count, made) = (0, 0, 0);
        while (at + 1 < end && file[at] == 0xff && file[at + 1] == 0xff) at++;
        if (at + 1 >= end || file[at] != 0xff || file[at + 1] != 0xd0 + (number & 7)) return false;
        at += 2;
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Refill()
    {
        if (at + 8 <= end)
        {
            ulong next = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(file + at));
            // No byte is 0xFF where no byte of the complement is zero.
            if (((~next - 0x0101010101010101) & next & 0x8080808080808080) == 0)
            {
                bits |= next >> count;
                int bytes = (63 - count) >> 3;
                at += bytes;
                count += bytes * 8;
                return;
            }
        }
        // What lies below the ready bits is of a byte that is read again.
        bits = count == 0 ? 0 : bits >> (64 - count) << (64 - count);
        while (count <= 56)
        {
            ulong value = 0;
            if (at < end && file[at] != 0xff) value = file[at++];
            else if (at + 1 < end && file[at + 1] == 0) (value, at) = (0xff, at + 2);
            else made += 8;
            bits |= value << (56 - count);
            count += 8;
        }
    }
}
