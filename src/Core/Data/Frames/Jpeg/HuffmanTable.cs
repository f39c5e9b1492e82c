namespace Angioboard.Core.Data.Frames.Jpeg;

/// <summary>
/// A Huffman code of a JPEG (ITU-T T.81, annex C), laid out so that one lookup of the next bits decodes nearly every symbol.
/// </summary>
internal sealed class HuffmanTable
{
    /// <summary>Number of bits per lookup.</summary>
    public const int Ahead = 10;

    private readonly byte[] symbols;

    // By length: the first code beyond those of that length, as the next 16 bits hold it, and what to add to a code for its symbol's place.
    private readonly int[] beyond = new int[18];
    private readonly int[] offsets = new int[17];

    /// <summary>The code of <paramref name="counts"/>[i] symbols of i + 1 bits each, in the order of the codes.</summary>
    private HuffmanTable(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        this.symbols = symbols.ToArray();
        int code = 0, place = 0;
        for (int length = 1; length <= 16; length++, code <<= 1)
        {
            offsets[length] = place - code;
            for (int i = 0; i < counts[length - 1]; i++, code++, place++) Note(code, length, symbols[place]);
            beyond[length] = code << (16 - length);
        }
        beyond[17] = int.MaxValue;
    }

    /// <summary>By the next bits: the symbol's number of bits, and the symbol above them (8 bits each); 0 for longer codes.</summary>
    public ushort[] Symbols { get; } = new ushort[1 << Ahead];

    /// <summary>
    /// By the next bits, where they hold a coefficient and its code whole: all their bits (8 bits), the zeros before it (8) and its value
    /// (16, signed); 0 elsewhere.
    /// </summary>
    public int[] Values { get; } = new int[1 << Ahead];

    /// <summary>
    /// By the next bits: how many bits a code and the coefficient after it take (8 bits), and how many coefficients they tell of; 128 for
    /// the end of the block. 0 for longer codes.
    /// </summary>
    public ushort[] Skips { get; } = new ushort[1 << Ahead];

    /// <summary>Null if no code has so many symbols of such lengths.</summary>
    public static HuffmanTable? Of(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        int code = 0;
        for (int length = 1; length <= 16; length++, code <<= 1)
        {
            code += counts[length - 1];
            // The all-ones code is reserved.
            if (code > (1 << length) - (counts[length - 1] > 0 ? 1 : 0)) return null;
        }
        return new HuffmanTable(counts, symbols);
    }

    /// <summary>
    /// What a code of more than <see cref="Ahead"/> bits says: its bits, and its symbol above them; 0 if there is no such code.
    /// </summary>
    /// <param name="next">The next 16 bits.</param>
    public int Long(int next)
    {
        int length = Ahead + 1;
        while (next >= beyond[length]) length++;
        if (length > 16) return 0;
        int place = (next >> (16 - length)) + offsets[length];
        return (uint)place < (uint)symbols.Length ? symbols[place] << 8 | length : 0;
    }

    private void Note(int code, int length, byte symbol)
    {
        if (length > Ahead) return;
        int size = symbol & 15, zeros = symbol >> 4, first = code << (Ahead - length), count = 1 << (Ahead - length);
        int told = size > 0 ? zeros + 1 : zeros == 15 ? 16 : 128;
        Symbols.AsSpan(first, count).Fill((ushort)(symbol << 8 | length));
        Skips.AsSpan(first, count).Fill((ushort)(told << 8 | length + size));
        if (size == 0 || length + size > Ahead) return;
        for (int i = 0; i < count; i++)
        {
            int bits = i >> (Ahead - length - size);
            int value = bits < 1 << (size - 1) ? bits - (1 << size) + 1 : bits;
            Values[first + i] = value << 16 | zeros << 8 | length + size;
        }
    }
}
