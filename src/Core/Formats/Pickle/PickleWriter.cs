using System.Collections;
using static TorchSharp.torch;

namespace Angioboard.Core.Formats.Pickle;

/// <summary>
/// Writes values as a pickle of protocol 2 with the few instructions that weights_only=True of PyTorch 1.13 supports. Tensors are
/// described; their data is in <see cref="Storages"/>. 1.13 supports no floats there, so doubles are elements of one shared storage.
/// </summary>
internal sealed class PickleWriter
{
    /// <summary>The storage of the doubles.</summary>
    public const string DoublesKey = "doubles";

    private readonly PickleOutput output = new();
    private readonly Dictionary<Tensor, int> keys = new(ReferenceEqualityComparer.Instance);
    private int doubleCount;

    /// <summary>Tensors whose elements are storage 0, 1, 2 …</summary>
    public List<Tensor> Storages { get; } = [];

    /// <summary>The elements of the storage <see cref="DoublesKey"/>.</summary>
    public List<double> Doubles { get; } = [];

    /// <summary>The pickle of <paramref name="root"/>.</summary>
    /// <exception cref="NotSupportedException">A value has an unsupported type: a bug in the caller.</exception>
    public byte[] Write(object? root)
    {
        doubleCount = CountDoubles(root);
        WriteValue(root);
        output.Emit(PickleOpcode.Stop);
        return output.ToArray();
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
            case null: output.Emit(PickleOpcode.None); break;
            case bool truth: output.Emit(truth ? PickleOpcode.NewTrue : PickleOpcode.NewFalse); break;
            case int number: output.Integer(number); break;
            case long number: output.Integer(number); break;
            case float number: WriteDouble(number); break;
            case double number: WriteDouble(number); break;
            case string text: output.Text(text); break;
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
        output.Emit(PickleOpcode.Mark);
        foreach ((string name, Tensor tensor) in tensors)
        {
            output.Text(name);
            WriteTensor(tensor);
        }
        output.Emit(PickleOpcode.SetItems);
    }

    private void WriteDictionary(IDictionary dictionary)
    {
        output.Emit(PickleOpcode.EmptyDict);
        if (dictionary.Count == 0) return;
        output.Emit(PickleOpcode.Mark);
        foreach (DictionaryEntry entry in dictionary)
        {
            if (entry.Key is not (string or long or int))
                throw new NotSupportedException($"a {entry.Key.GetType().Name} cannot be a key in a PyTorch file");
            WriteValue(entry.Key);
            WriteValue(entry.Value);
        }
        output.Emit(PickleOpcode.SetItems);
    }

    private void WriteList(IList list)
    {
        output.Emit(PickleOpcode.EmptyList);
        if (list.Count == 0) return;
        output.Emit(PickleOpcode.Mark);
        foreach (object? item in list) WriteValue(item);
        output.Emit(PickleOpcode.Appends);
    }

    private void WriteTuple(object?[] tuple)
    {
        if (tuple.Length == 0)
        {
            output.Emit(PickleOpcode.EmptyTuple);
            return;
        }
        output.Emit(PickleOpcode.Mark);
        foreach (object? item in tuple) WriteValue(item);
        output.Emit(PickleOpcode.Tuple);
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
        output.Name("torch._utils", "_rebuild_tensor_v2");
        output.Emit(PickleOpcode.Mark);
        if (!output.TryRecall($"storage {key}"))
        {
            output.Emit(PickleOpcode.Mark);
            output.Text("storage");
            output.Name("torch", type.Storage);
            output.Text(key);
            output.Text("cpu");
            output.Integer(elements);
            output.Emit(PickleOpcode.Tuple);
            output.Emit(PickleOpcode.BinPersistentId);
            output.Memoize($"storage {key}");
        }
        output.Integer(offset);
        WriteTuple([.. shape.Cast<object>()]);
        WriteTuple([.. strides.Cast<object>()]);
        output.Emit(PickleOpcode.NewFalse);  // requires_grad
        WriteEmptyOrderedDict();  // no backward hooks
        output.Emit(PickleOpcode.Tuple);
        output.Emit(PickleOpcode.Reduce);
    }

    private void WriteEmptyOrderedDict()
    {
        output.Name("collections", "OrderedDict");
        output.Emit(PickleOpcode.EmptyTuple);
        output.Emit(PickleOpcode.Reduce);
    }
}
