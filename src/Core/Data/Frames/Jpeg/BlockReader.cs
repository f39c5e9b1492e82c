using System.Runtime.CompilerServices;

namespace Angioboard.Core.Data.Frames.Jpeg;

/// <summary>Reads one component's blocks from a scan, one after another.</summary>
internal sealed unsafe class BlockReader(HuffmanTable means, HuffmanTable others, int[] divisors)
{
    private const int Shift = 64 - HuffmanTable.Ahead, EndOfBlock = 128;

    private int mean;

    /// <summary>After a restart.</summary>
    public void Reset() => mean = 0;

    /// <summary>
    /// Reads a block and writes its samples: 8 rows of 8.
    /// </summary>
    /// <param name="bits">The scan.</param>
    /// <param name="coefficients">64 values of scratch memory, zero before and after.</param>
    /// <param name="samples">The first row.</param>
    /// <param name="stride">Stride between rows.</param>
    /// <returns>False if the block is not valid.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Read(ref ScanBits bits, int* coefficients, byte* samples, int stride)
    {
        if (!ReadMean(ref bits)) return false;
        int dc = mean * divisors[0], k = 1;
        fixed (int* values = others.Values, divisor = divisors)
        fixed (ushort* symbols = others.Symbols)
        fixed (byte* place = BaselineHeader.Zigzag)
        {
            while (k < 64)
            {
                bits.Fill();
                int index = (int)(bits.Next >> Shift), found = values[index];
                if (found != 0)
                {
                    k += found >> 8 & 255;
                    bits.Take(found & 255);
                    coefficients[place[k]] = (found >> 16) * divisor[k];
                    k++;
                    continue;
                }
                int symbol = symbols[index];
                if (symbol == 0 && (symbol = others.Long((int)(bits.Next >> 48))) == 0) return false;
                bits.Take(symbol & 255);
                int size = symbol >> 8 & 15, zeros = symbol >> 12;
                if (size == 0)
                {
                    if (zeros < 15) break;
                    k += 16;
                    continue;
                }
                k += zeros;
                coefficients[place[k]] = bits.Number(size) * divisor[k];
                k++;
            }
        }
        if (k > 64) return false;
        if (k == 1)
        {
            InverseDct.Fill(dc, samples, stride);
            return true;
        }
        coefficients[0] = dc;
        InverseDct.Transform(coefficients, samples, stride);
        new Span<int>(coefficients, 64).Clear();
        return true;
    }

    /// <summary>Skips a block whose samples are not needed; false if it is not valid.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Skip(ref ScanBits bits)
    {
        if (!ReadMean(ref bits)) return false;
        int k = 1;
        fixed (ushort* skips = others.Skips)
        {
            while (k < 64)
            {
                bits.Fill();
                int skip = skips[(int)(bits.Next >> Shift)];
                if (skip == 0)
                {
                    int symbol = others.Long((int)(bits.Next >> 48)), size = symbol >> 8 & 15, zeros = symbol >> 12;
                    if (symbol == 0) return false;
                    skip = (size > 0 ? zeros + 1 : zeros == 15 ? 16 : EndOfBlock) << 8 | (symbol & 255) + size;
                }
                bits.Take(skip & 255);
                k += skip >> 8;
            }
        }
        return k is 64 or >= EndOfBlock;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool ReadMean(ref ScanBits bits)
    {
        bits.Fill();
        int symbol = means.Symbols[(int)(bits.Next >> Shift)];
        if (symbol == 0) symbol = means.Long((int)(bits.Next >> 48));
        int size = symbol >> 8;
        if (symbol == 0 || size > 11) return false;
        bits.Take(symbol & 255);
        mean += bits.Number(size);
        return true;
    }
}
