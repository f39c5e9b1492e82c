using System.Buffers.Binary;

namespace Angioboard.Core.Data.Frames.Jpeg;

/// <summary>
/// The header of a baseline JPEG: 8 bits, Huffman codes, one scan with all components, gray or YCbCr whose colours have one sample for one,
/// two by one or two by two of luma.
/// </summary>
internal sealed class BaselineHeader
{
    private const int MostTables = 4;

    /// <summary>Positions in an 8 × 8 block in file order (zigzag); the last is repeated for indices beyond the block.</summary>
    private static readonly byte[] zigzag =
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
        63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63,
    ];

    private readonly int[]?[] quantization = new int[MostTables][];
    private readonly HuffmanTable?[] dc = new HuffmanTable[MostTables], ac = new HuffmanTable[MostTables];
    private readonly byte[] ids = new byte[3], tables = new byte[3];
    private bool isRgb;

    private BaselineHeader() { }

    public static ReadOnlySpan<byte> Zigzag => zigzag;

    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>1 for gray, 3 for YCbCr.</summary>
    public int Components { get; private set; }

    /// <summary>Samples of luma for one of colour, along a row.</summary>
    public int Across { get; private set; } = 1;

    /// <summary>Samples of luma for one of colour, along a column.</summary>
    public int Down { get; private set; } = 1;

    /// <summary>Groups of blocks between two restarts; 0 for none.</summary>
    public int RestartInterval { get; private set; }

    /// <summary>Offset of the scan's bits in the file.</summary>
    public int Start { get; private set; }

    /// <summary>Each component's quantization table, in file order, padded for indices beyond the block.</summary>
    public int[][] Divisors { get; } = new int[3][];

    /// <summary>Each component's DC code.</summary>
    public HuffmanTable[] Means { get; } = new HuffmanTable[3];

    /// <summary>Each component's AC code.</summary>
    public HuffmanTable[] Others { get; } = new HuffmanTable[3];

    /// <summary>Reads up to the pixels; null for any other kind of JPEG, and for an invalid one.</summary>
    public static BaselineHeader? Read(ReadOnlySpan<byte> file)
    {
        BaselineHeader header = new();
        if (!file.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8])) return null;
        for (int at = 2; at + 4 <= file.Length;)
        {
            if (file[at] != 0xff) return null;
            byte marker = file[at + 1];
            if (marker == 0xff)
            {
                at++;
                continue;
            }
            int length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            if (length < 2 || at + 2 + length > file.Length) return null;
            ReadOnlySpan<byte> segment = file.Slice(at + 4, length - 2);
            at += 2 + length;
            bool good = marker switch
            {
                0xdb => header.ReadDivisors(segment),
                0xc4 => header.ReadCodes(segment),
                0xc0 or 0xc1 => header.ReadFrame(segment),
                0xdd => header.ReadRestarts(segment),
                0xee => header.ReadAdobe(segment),
                0xda => header.ReadScan(segment, at),
                >= 0xe0 and <= 0xef or 0xfe => true,
                _ => false,
            };
            if (!good) return null;
            if (marker == 0xda) return header;
        }
        return null;
    }

    private bool ReadDivisors(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 0)
        {
            int size = segment[0] >> 4 == 0 ? 1 : 2, table = segment[0] & 15;
            if (segment[0] >> 4 > 1 || table >= MostTables || segment.Length < 1 + 64 * size) return false;
            int[] divisors = new int[Zigzag.Length];
            for (int i = 0; i < 64; i++)
                divisors[i] = size == 1 ? segment[1 + i] : BinaryPrimitives.ReadUInt16BigEndian(segment[(1 + 2 * i)..]);
            quantization[table] = divisors;
            segment = segment[(1 + 64 * size)..];
        }
        return true;
    }

    private bool ReadCodes(ReadOnlySpan<byte> segment)
    {
        while (segment.Length >= 17)
        {
            int kind = segment[0] >> 4, table = segment[0] & 15, count = 0;
            foreach (byte length in segment[1..17]) count += length;
            if (kind > 1 || table >= MostTables || count > 256 || segment.Length < 17 + count) return false;
            if (HuffmanTable.Of(segment[1..17], segment.Slice(17, count)) is not { } code) return false;
            (kind == 0 ? dc : ac)[table] = code;
            segment = segment[(17 + count)..];
        }
        return segment.IsEmpty;
    }

    private bool ReadFrame(ReadOnlySpan<byte> segment)
    {
        if (Components != 0 || segment.Length < 6 || segment[0] != 8) return false;
        (Height, Width, Components) =
            (BinaryPrimitives.ReadUInt16BigEndian(segment[1..]), BinaryPrimitives.ReadUInt16BigEndian(segment[3..]), segment[5]);
        if (Height == 0 || Width == 0 || Components is not (1 or 3) || segment.Length != 6 + 3 * Components) return false;
        for (int i = 0; i < Components; i++)
        {
            ids[i] = segment[6 + 3 * i];
            byte sampling = segment[7 + 3 * i];
            tables[i] = segment[8 + 3 * i];
            if (tables[i] >= MostTables) return false;
            // A single component's blocks come one by one, whatever its sampling says.
            if (i == 0 && Components == 3) (Across, Down) = (sampling >> 4, sampling & 15);
            else if (i > 0 && sampling != 0x11) return false;
        }
        // Other identifiers may mean other colour spaces.
        if (Components == 3 && (ids[0], ids[1], ids[2]) != (1, 2, 3)) return false;
        return (Across, Down) is (1, 1) or (2, 1) or (2, 2);
    }

    private bool ReadRestarts(ReadOnlySpan<byte> segment)
    {
        if (segment.Length != 2) return false;
        RestartInterval = BinaryPrimitives.ReadUInt16BigEndian(segment);
        return true;
    }

    private bool ReadAdobe(ReadOnlySpan<byte> segment)
    {
        if (segment.StartsWith("Adobe"u8)) isRgb = segment.Length < 12 || segment[11] != 1;
        return true;
    }

    private bool ReadScan(ReadOnlySpan<byte> segment, int end)
    {
        if (Components == 0 || (Components == 3 && isRgb)) return false;
        if (segment.Length != 4 + 2 * Components || segment[0] != Components) return false;
        if (segment[^3] != 0 || segment[^2] != 63 || segment[^1] != 0) return false;
        for (int i = 0; i < Components; i++)
        {
            int means = segment[2 + 2 * i] >> 4, others = segment[2 + 2 * i] & 15;
            if (segment[1 + 2 * i] != ids[i] || means >= MostTables || others >= MostTables) return false;
            if (quantization[tables[i]] is not { } divisors || dc[means] is not { } first || ac[others] is not { } second) return false;
            (Divisors[i], Means[i], Others[i]) = (divisors, first, second);
        }
        Start = end;
        return true;
    }
}
