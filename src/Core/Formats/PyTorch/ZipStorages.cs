using Angioboard.Core.Files;
using Angioboard.Core.Formats.Pickle;
using static TorchSharp.torch;

namespace Angioboard.Core.Formats.PyTorch;

/// <summary>The storages in a PyTorch zip file, each in <c>data/KEY</c>.</summary>
internal sealed class ZipStorages(ZipFileReader zip, string prefix, string path) : ITensorStorages
{
    private readonly Dictionary<(string, ScalarType), Tensor> loaded = [];

    public Tensor Load(string key, ElementType type, long elements)
    {
        if (loaded.TryGetValue((key, type.Scalar), out Tensor? known))
            return known.numel() == elements ? known : throw Differs(key, elements, type, known.numel() * type.Bytes);

        string name = $"{prefix}/data/{key}";
        if (zip.Length(name) is not { } length)
            throw DamagedFile.Report(path, $"lacks {name}, the numbers of a tensor");
        if (length / type.Bytes != elements || length % type.Bytes != 0) throw Differs(key, elements, type, length);

        Tensor storage = empty([0], type.Scalar);
        zip.Read(name, record => storage = TensorBytes.Create(type.Scalar, elements, record.ReadExactly));
        return loaded[(key, type.Scalar)] = storage;
    }

    private InputException Differs(string key, long elements, ElementType type, long length) => DamagedFile.Report(
        path, $"{prefix}/data/{key} has {length} bytes, but its pickle declares {elements} elements of {type.DType}");
}
