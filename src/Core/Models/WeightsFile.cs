using Angioboard.Core.Formats;
using static TorchSharp.torch;

namespace Angioboard.Core.Models;

/// <summary>
/// Weights from a file of any usual kind, known by its content: safetensors, or a PyTorch file whose tensors lie at the top or under
/// <c>state_dict</c> or <c>model</c>. It owns its tensors.
/// </summary>
public sealed class WeightsFile : IDisposable
{
    private static readonly string[] Nests = ["state_dict", "model"];

    private WeightsFile(OrderedDictionary<string, Tensor> tensors)
    {
        foreach (Tensor tensor in tensors.Values) tensor.DetachFromDisposeScope();
        Tensors = tensors;
    }

    /// <summary>By name, in the file's order, on the CPU.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    /// <summary>What the model's images were normalized by, where the file is a checkpoint that tells.</summary>
    public ChannelStatistics? Normalizer { get; private init; }

    /// <summary>Settings of the model, where the file is a checkpoint that tells; values as in <see cref="PyTorchFile"/>.</summary>
    public IReadOnlyDictionary<string, object?> HyperParameters { get; private init; } = new Dictionary<string, object?>();

    /// <summary>Reads all weights of <paramref name="path"/>.</summary>
    /// <exception cref="InputException">There is no such file, it is damaged, holds no weights, or names code among them.</exception>
    public static WeightsFile Read(string path)
    {
        using var scope = NewDisposeScope();
        if (!IsSafetensors(path)) return FromPyTorch(PyTorchFile.Read(path), path);
        SafetensorsFile file = Safetensors.Read(path);
        if (file.Tensors.Count == 0) throw new InputException($"{path}: holds no tensors; name a file of weights");
        return new WeightsFile(new OrderedDictionary<string, Tensor>(file.Tensors))
        {
            Normalizer = ModelMetadata.Normalizer(file.Metadata, path),
            HyperParameters = ModelMetadata.HyperParameters(file.Metadata, path),
        };
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (Tensor tensor in Tensors.Values) tensor.Dispose();
    }

    private static WeightsFile FromPyTorch(object? root, string path)
    {
        if (root is InertObject module)
            throw new InputException($"{path}: holds a pickled {module.Type}, which is code; {StateDict.Remedy}");
        if (root is not PickleDictionary top) throw new InputException($"{path}: holds no dictionary of tensors; {StateDict.Remedy}");

        string? nest = Nests.FirstOrDefault(name => top.GetValueOrDefault(name) is PickleDictionary or InertObject);
        if (nest is null && !top.Values.OfType<Tensor>().Any())
            throw new InputException(
                $"{path}: holds no tensors at its top, under {string.Join(" or under ", Nests)}, "
                + $"but {string.Join(", ", top.Keys.Take(8))}; {StateDict.Remedy}");
        if (nest is null) return new WeightsFile(StateDict.Read(top, "the file", path));
        return new WeightsFile(StateDict.Read(top[nest], nest, path))
        {
            Normalizer = NormalizerEntry.Read(top.GetValueOrDefault("normalizer"), path),
            HyperParameters = Models.HyperParameters.Read(top.GetValueOrDefault("hyper_parameters")),
        };
    }

    private static bool IsSafetensors(string path)
    {
        if (path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)) return true;
        using FileStream stream = InputFile.Open(path);
        byte[] start = new byte[9];
        return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
            && start is [_, _, _, _, _, 0, 0, 0, (byte)'{'];
    }
}
