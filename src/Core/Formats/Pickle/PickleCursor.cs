using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Angioboard.Core.Files;

namespace Angioboard.Core.Formats.Pickle;

/// <summary>Reads a pickle's bytes in order; every length is checked against the remaining bytes before allocation.</summary>
/// <param name="bytes">The pickle, possibly followed by other data.</param>
/// <param name="path">The file it is from, for messages.</param>
internal sealed class PickleCursor(byte[] bytes, string path)
{
    /// <summary>Maximum bytes of an integer; a longer one would take minutes to print.</summary>
    private const int LongestInteger = 256;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    /// <summary>Total bytes.</summary>
    public int Length => bytes.Length;

    public byte TakeByte() => Take(1)[0];

    public ushort TakeUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int TakeInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public uint TakeUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong TakeUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public double TakeDouble() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    public byte[] TakeBytes(ulong length) => Take(length).ToArray();

    public string TakeText(ulong length) => Decode(Take(length));

    public string TakeLatin1(ulong length) => Encoding.Latin1.GetString(Take(length));

    /// <summary>A line of text without its end.</summary>
    public string TakeLine()
    {
        int length = bytes.AsSpan(Position).IndexOf((byte)'\n');
        if (length < 0) throw CutOff();
        string line = Decode(Take((ulong)length));
        Position++;
        return line;
    }

    /// <summary>A whole number in two's complement: a long, or a BigInteger beyond 64 bits.</summary>
    public object TakeInteger(ulong length)
    {
        if (length > LongestInteger) throw Damaged($"holds a number of {length} bytes");
        BigInteger value = new(Take(length));
        return value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;
    }

    public InputException Damaged(string what) => DamagedFile.Report(path, $"its pickle {what}");

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)(bytes.Length - Position)) throw CutOff();
        ReadOnlySpan<byte> taken = bytes.AsSpan(Position, (int)length);
        Position += (int)length;
        return taken;
    }

    private InputException CutOff() => Damaged("ends too early");

    private string Decode(ReadOnlySpan<byte> text)
    {
        try
        {
            return StrictUtf8.GetString(text);
        }
        catch (DecoderFallbackException)
        {
            throw Damaged("holds text that is not UTF-8");
        }
    }
}
