using Angioboard.Core.Formats;
using Angioboard.Core.Formats.Pickle;
using Angioboard.Core.Formats.PyTorch;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Models.Weights;

/// <summary>
/// Weights from a file of any common format, recognised by its content: safetensors, or a PyTorch file whose tensors lie at the top or in
/// dictionaries of usual names. It owns its tensors.
/// </summary>
public sealed class WeightsFile : IDisposable
{
    private WeightsFile(string path, OrderedDictionary<string, Tensor> tensors)
    {
        foreach (Tensor tensor in tensors.Values) tensor.DetachFromDisposeScope();
        (Path, Tensors) = (path, tensors);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>By name, in the file's order, on the CPU.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    /// <summary>The dictionary that holds the tensors, if it is a moving average; else null.</summary>
    public string? Averaged { get; private init; }

    /// <summary>Normalization statistics of the model's images, if the file is a checkpoint that has them.</summary>
    public ChannelStatistics? Normalizer { get; private init; }

    /// <summary>Settings of the model, if the file is a checkpoint that has them; values as in <see cref="PyTorchFile"/>.</summary>
    public IReadOnlyDictionary<string, object?> HyperParameters { get; private init; } = new Dictionary<string, object?>();

    private Func<string, object?> Entries { get; init; } = _ => null;

    /// <summary>Another entry of the dictionaries around the weights, the nearest first; null if there is none.</summary>
    public object? Entry(string name) => Entries(name);

    /// <summary>Reads all weights of <paramref name="path"/> that <paramref name="choice"/> means.</summary>
    /// <exception cref="InputException">The file does not exist, is damaged, holds no weights, or names code.</exception>
    public static WeightsFile Read(string path, WeightsChoice choice = WeightsChoice.Ema)
    {
        using DisposeScope scope = NewDisposeScope();
        if (!Safetensors.IsOne(path)) return FromPyTorch(PyTorchFile.Read(path), path, choice);
        SafetensorsFile file = Safetensors.Read(path);
        if (file.Tensors.Count == 0) throw new InputException($"{path}: holds no tensors; name a file of weights");
        return new WeightsFile(path, new OrderedDictionary<string, Tensor>(file.Tensors))
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

    private static WeightsFile FromPyTorch(object? root, string path, WeightsChoice choice)
    {
        if (root is InertObject module)
            throw new InputException($"{path}: holds a pickled {module.Type}, which is code; {StateDict.Remedy}");
        if (root is not PickleDictionary top) throw new InputException($"{path}: holds no dictionary of tensors; {StateDict.Remedy}");

        WeightsNest nest = WeightsNest.Find(top, choice) ?? throw new InputException(
            $"{path}: holds no tensors at its top or under {string.Join(", ", WrapperNames.Order(choice))}, "
            + $"but {string.Join(", ", top.Keys.Take(8))}; {StateDict.Remedy}");
        bool averaged = WrapperNames.AreAveraged(nest.Names);
        if (averaged && choice == WeightsChoice.Raw)
            throw new InputException($"{path}: has only averaged weights ({nest.Name}); leave out --weights raw");
        if (averaged && nest.Content is InertObject named)
            throw new InputException(
                $"{path}: its averaged weights ({nest.Name}) are a pickled {named.Type}, which is code; take the raw ones by --weights "
                    + $"raw, or {StateDict.Remedy}");
        return new WeightsFile(path, StateDict.Read(nest.Content, nest.Name, path))
        {
            Averaged = averaged ? nest.Name : null,
            Normalizer = NormalizerEntry.Read(Nearest("normalizer"), path),
            HyperParameters = Core.Models.Weights.HyperParameters.Read(Nearest("hyper_parameters")),
            Entries = Nearest,
        };

        object? Nearest(string name) =>
            nest.Dictionaries.Reverse().Select(around => around.GetValueOrDefault(name)).FirstOrDefault(value => value is not null);
    }
}
