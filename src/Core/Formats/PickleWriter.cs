using System.Buffers;
using System.Buffers.Binary;
using System.Collections;
using System.Text;
using static TorchSharp.torch;

namespace Angioboard.Core.Formats;

/// <summary>
/// Writes values as a pickle of protocol 2 with the few instructions that weights_only=True of PyTorch 1.13 knows. Tensors are described;
/// their numbers are left in <see cref="Storages"/>. 1.13 knows no floats there, so doubles are elements of one shared storage.
/// </summary>
internal sealed class PickleWriter
{
    /// <summary>The storage of the doubles.</summary>
    public const string DoublesKey = "doubles";

    private readonly ArrayBufferWriter<byte> output = new();
    private readonly Dictionary<Tensor, int> keys = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int> memo = [];
    private int doubleCount;

    /// <summary>Tensors whose elements are storage 0, 1, 2 …</summary>
    public List<Tensor> Storages { get; } = [];

    /// <summary>The elements of the storage <see cref="DoublesKey"/>.</summary>
    public List<double> Doubles { get; } = [];

    /// <summary>The pickle of <paramref name="root"/>.</summary>
    /// <exception cref="NotSupportedException">It holds something that such a file has no place for: a fault of the caller.</exception>
    public byte[] Write(object? root)
    {
        doubleCount = CountDoubles(root);
        Emit(PickleOpcode.Proto);
        EmitByte(2);
        WriteValue(root);
        Emit(PickleOpcode.Stop);
        return output.WrittenSpan.ToArray();
    }

    private static int CountDoubles(object? value) => value switch
    {
        double or float => 1,
        IDictionary dictionary => dictionary.Values.Cast<object?>().Sum(CountDoubles),
        IList list => list.Cast<object?>().Sum(CountDoubles),
        _ => 0,
    };

    private void WriteValue(object? value)
    {
        switch (value)
        {
            case null: Emit(PickleOpcode.None); break;
            case bool truth: Emit(truth ? PickleOpcode.NewTrue : PickleOpcode.NewFalse); break;
            case int number: WriteInteger(number); break;
            case long number: WriteInteger(number); break;
            case float number: WriteDouble(number); break;
            case double number: WriteDouble(number); break;
            case string text: WriteText(text); break;
            case Tensor tensor: WriteTensor(tensor); break;
            case byte[]: throw new NotSupportedException("bytes cannot be written: weights_only=True refuses them; make them a tensor");
            case IReadOnlyDictionary<string, Tensor> tensors: WriteTensors(tensors); break;
            case IDictionary dictionary: WriteDictionary(dictionary); break;
            case object?[] tuple: WriteTuple(tuple); break;
            case IList list: WriteList(list); break;
            default: throw new NotSupportedException($"a {value.GetType().Name} cannot be written to a PyTorch file");
        }
    }

    /// <summary>As Python's state_dict: an OrderedDict.</summary>
    private void WriteTensors(IReadOnlyDictionary<string, Tensor> tensors)
    {
        WriteEmptyOrderedDict();
        if (tensors.Count == 0) return;
        Emit(PickleOpcode.Mark);
        foreach ((string name, Tensor tensor) in tensors)
        {
            WriteText(name);
            WriteTensor(tensor);
        }
        Emit(PickleOpcode.SetItems);
    }

    private void WriteDictionary(IDictionary dictionary)
    {
        Emit(PickleOpcode.EmptyDict);
        if (dictionary.Count == 0) return;
        Emit(PickleOpcode.Mark);
        foreach (DictionaryEntry entry in dictionary)
        {
            if (entry.Key is not (string or long or int)) throw new NotSupportedException($"a {entry.Key.GetType().Name} cannot be a key in a PyTorch file");
            WriteValue(entry.Key);
            WriteValue(entry.Value);
        }
        Emit(PickleOpcode.SetItems);
    }

    private void WriteList(IList list)
    {
        Emit(PickleOpcode.EmptyList);
        if (list.Count == 0) return;
        Emit(PickleOpcode.Mark);
        foreach (object? item in list) WriteValue(item);
        Emit(PickleOpcode.Appends);
    }

    private void WriteTuple(object?[] tuple)
    {
        if (tuple.Length == 0)
        {
            Emit(PickleOpcode.EmptyTuple);
            return;
        }
        Emit(PickleOpcode.Mark);
        foreach (object? item in tuple) WriteValue(item);
        Emit(PickleOpcode.Tuple);
    }

    private void WriteTensor(Tensor tensor)
    {
        if (!keys.TryGetValue(tensor, out int key))
        {
            key = keys[tensor] = Storages.Count;
            Storages.Add(tensor);
        }
        long[] strides = new long[tensor.dim()];
        long step = 1;
        for (int i = strides.Length - 1; i >= 0; i--)
        {
            strides[i] = step;
            step *= Math.Max(1, tensor.shape[i]);
        }
        WriteRebuild(ElementType.Of(tensor), $"{key}", tensor.numel(), 0, tensor.shape, strides);
    }

    private void WriteDouble(double number)
    {
        WriteRebuild(ElementType.All.First(type => type.Scalar == ScalarType.Float64), DoublesKey, doubleCount, Doubles.Count, [], []);
        Doubles.Add(number);
    }

    private void WriteRebuild(ElementType type, string key, long elements, long offset, long[] shape, long[] strides)
    {
        WriteGlobal("torch._utils", "_rebuild_tensor_v2");
        Emit(PickleOpcode.Mark);
        if (!Recall($"storage {key}"))
        {
            Emit(PickleOpcode.Mark);
            WriteText("storage");
            WriteGlobal("torch", type.Storage);
            WriteText(key);
            WriteText("cpu");
            WriteInteger(elements);
            Emit(PickleOpcode.Tuple);
            Emit(PickleOpcode.BinPersistentId);
            Memoize($"storage {key}");
        }
        WriteInteger(offset);
        WriteTuple([.. shape.Cast<object>()]);
        WriteTuple([.. strides.Cast<object>()]);
        Emit(PickleOpcode.NewFalse);  // requires_grad
        WriteEmptyOrderedDict();  // no backward hooks
        Emit(PickleOpcode.Tuple);
        Emit(PickleOpcode.Reduce);
    }

    private void WriteEmptyOrderedDict()
    {
        WriteGlobal("collections", "OrderedDict");
        Emit(PickleOpcode.EmptyTuple);
        Emit(PickleOpcode.Reduce);
    }

    private void WriteGlobal(string module, string name)
    {
        if (Recall($"name {module}.{name}")) return;
        Emit(PickleOpcode.Global);
        output.Write(Encoding.UTF8.GetBytes($"{module}\n{name}\n"));
        Memoize($"name {module}.{name}");
    }

    private void WriteInteger(long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        if (number is >= int.MinValue and <= int.MaxValue)
        {
            Emit(PickleOpcode.BinInt);
            output.Write(bytes[..4]);
            return;
        }
        Emit(PickleOpcode.Long1);
        EmitByte(8);
        output.Write(bytes);
    }

    private void WriteText(string text)
    {
        Emit(PickleOpcode.BinUnicode);
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        WriteUInt32((uint)bytes.Length);
        output.Write(bytes);
    }

    private bool Recall(string thing)
    {
        if (!memo.TryGetValue(thing, out int index)) return false;
        Emit(PickleOpcode.LongBinGet);
        WriteUInt32((uint)index);
        return true;
    }

    private void Memoize(string thing)
    {
        memo[thing] = memo.Count;
        Emit(PickleOpcode.LongBinPut);
        WriteUInt32((uint)memo[thing]);
    }

    private void WriteUInt32(uint number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        output.Write(bytes);
    }

    private void Emit(PickleOpcode opcode) => EmitByte((byte)opcode);

    private void EmitByte(byte value) => output.Write([value]);
}
