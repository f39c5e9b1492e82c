using System.Buffers.Binary;
using Angioboard.Core.Files;
using Angioboard.Core.Formats.Pickle;
using static TorchSharp.torch;

namespace Angioboard.Core.Formats.PyTorch;

/// <summary>The storages of a file from before PyTorch 1.6: declared in the pickle; their bytes follow it.</summary>
/// <param name="path">The file, for messages.</param>
/// <param name="fileLength">Its size in bytes: the upper limit of all storages together.</param>
internal sealed class LegacyStorages(string path, long fileLength) : ITensorStorages
{
    private readonly Dictionary<string, (Tensor Storage, ElementType Type)> awaited = [];
    private long available = fileLength;

    public Tensor Load(string key, ElementType type, long elements)
    {
        if (awaited.TryGetValue(key, out (Tensor Storage, ElementType Type) known))
            return known.Type == type && known.Storage.numel() == elements
                ? known.Storage
                : throw Damaged($"describes storage {key} twice, differently");
        if (elements > available / type.Bytes)
            throw Damaged($"is too short for the {elements} elements of {type.DType} that storage {key} declares");

        available -= elements * type.Bytes;
        Tensor storage = zeros([elements], type.Scalar, CPU);
        awaited[key] = (storage, type);
        return storage;
    }

    /// <summary>Reads the storages that <paramref name="keys"/> declares: for each the number of elements, then the bytes.</summary>
    public void Fill(Stream stream, IReadOnlyList<object?> keys)
    {
        byte[] start = new byte[8];
        foreach (object? key in keys)
        {
            if (key is not string name || !awaited.Remove(name, out (Tensor Storage, ElementType Type) storage))
                throw Damaged($"holds a storage {key} of an unsupported kind");
            stream.ReadExactly(start);
            if (BinaryPrimitives.ReadInt64LittleEndian(start) != storage.Storage.numel())
                throw Damaged($"holds a number of elements for storage {name} that differs from the declared one");
            TensorBytes.Fill(storage.Storage, stream.ReadExactly);
        }
        if (awaited.Count > 0) throw Damaged($"lacks storage {awaited.Keys.First()}");
    }

    private InputException Damaged(string what) => DamagedFile.Report(path, what);
}
