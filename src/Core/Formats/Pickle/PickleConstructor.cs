namespace Angioboard.Core.Formats.Pickle;

/// <summary>
/// Builds objects of the allowed names: containers, bytes, PyTorch's tensors and devices, numpy's scalars. Any other name yields an
/// <see cref="InertObject"/>.
/// </summary>
internal sealed class PickleConstructor(PickleCursor cursor, TensorRebuilder tensors)
{
    public const string Set = "builtins.set", FrozenSet = "builtins.frozenset", PersistentId = "persistent_id", Call = "call";

    private long copiable = cursor.Length;

    /// <summary>A class or function by its name in Python 3.</summary>
    public static InertName Name(string module, string name)
    {
        string modern = module switch { "__builtin__" => "builtins", "copy_reg" => "copyreg", _ => module };
        return new InertName($"{modern}.{name}");
    }

    /// <summary>The result of calling <paramref name="name"/>.</summary>
    public object? Construct(string name, object?[] arguments) => (name, arguments) switch
    {
        ("collections.OrderedDict" or "builtins.dict" or "collections.defaultdict", [] or [null or InertName]) => new PickleDictionary(),
        ("collections.OrderedDict" or "builtins.dict", [List<object?> pairs]) => FromPairs(name, pairs),
        ("builtins.list", []) => new List<object?>(),
        ("builtins.tuple", []) => Array.Empty<object?>(),
        ("builtins.bytes" or "builtins.bytearray", []) => Array.Empty<byte>(),
        ("builtins.bytearray", [byte[] bytes]) => bytes,
        ("_codecs.encode", [string text, "latin1" or "latin-1"]) => Encode(text),
        ("torch.Size", [object?[] sizes]) => sizes,
        ("torch.device", [string device]) => device,
        ("torch.device", [string device, long index]) => $"{device}:{index}",
        ("numpy.core.multiarray.scalar" or "numpy._core.multiarray.scalar", [InertObject dtype, byte[] bytes]) =>
            NumpyValues.Scalar(dtype, bytes) ?? new InertObject(name, arguments),
        _ => (object?)tensors.Rebuild(name, arguments) ?? new InertObject(name, arguments),
    };

    /// <summary>The total of copies is limited: otherwise a short pickle could fill the memory with them.</summary>
    private void Spend(long amount)
    {
        copiable -= amount;
        if (copiable < 0) throw cursor.Damaged("copies more than it contains");
    }

    private PickleDictionary FromPairs(string name, List<object?> pairs)
    {
        Spend(pairs.Count);
        PickleDictionary dictionary = [];
        foreach (object? pair in pairs)
        {
            (object? key, object? value) = pair switch
            {
                object?[] and [var k, var v] => (k, v),
                List<object?> and [var k, var v] => (k, v),
                _ => throw cursor.Damaged($"builds a {name} from something other than pairs"),
            };
            dictionary[key ?? PickleDictionary.NoneKey] = value;
        }
        return dictionary;
    }

    private byte[] Encode(string text)
    {
        Spend(text.Length);
        return System.Text.Encoding.Latin1.GetBytes(text);
    }
}
