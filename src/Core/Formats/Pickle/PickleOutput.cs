using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Angioboard.Core.Formats.Pickle;

/// <summary>Writes a pickle of protocol 2, instruction by instruction.</summary>
internal sealed class PickleOutput
{
    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly Dictionary<string, int> memo = [];

    /// <summary>Starts with the protocol.</summary>
    public PickleOutput()
    {
        Emit(PickleOpcode.Proto);
        EmitByte(2);
    }

    /// <summary>The bytes of all instructions so far.</summary>
    public byte[] ToArray() => buffer.WrittenSpan.ToArray();

    /// <summary>An instruction without an argument.</summary>
    public void Emit(PickleOpcode opcode) => EmitByte((byte)opcode);

    /// <summary>A class or function.</summary>
    public void Name(string module, string name)
    {
        if (TryRecall($"name {module}.{name}")) return;
        Emit(PickleOpcode.Global);
        buffer.Write(Encoding.UTF8.GetBytes($"{module}\n{name}\n"));
        Memoize($"name {module}.{name}");
    }

    /// <summary>An int.</summary>
    public void Integer(long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        if (number is >= int.MinValue and <= int.MaxValue)
        {
            Emit(PickleOpcode.BinInt);
            buffer.Write(bytes[..4]);
            return;
        }
        Emit(PickleOpcode.Long1);
        EmitByte(8);
        buffer.Write(bytes);
    }

    /// <summary>A str.</summary>
    public void Text(string text)
    {
        Emit(PickleOpcode.BinUnicode);
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        WriteUInt32((uint)bytes.Length);
        buffer.Write(bytes);
    }

    /// <summary>Pushes the value memoized under a key; false if there is none.</summary>
    public bool TryRecall(string thing)
    {
        if (!memo.TryGetValue(thing, out int index)) return false;
        Emit(PickleOpcode.LongBinGet);
        WriteUInt32((uint)index);
        return true;
    }

    /// <summary>Memoizes the value on top of the stack.</summary>
    public void Memoize(string thing)
    {
        memo[thing] = memo.Count;
        Emit(PickleOpcode.LongBinPut);
        WriteUInt32((uint)memo[thing]);
    }

    private void WriteUInt32(uint number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        buffer.Write(bytes);
    }

    private void EmitByte(byte value) => buffer.Write([value]);
}
