using Angioboard.Core.Formats.Pickle;
using Angioboard.Core.Formats.PyTorch;
using Angioboard.Core.Models;
using Angioboard.Core.Models.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Training.Checkpoints;

/// <summary>
/// A training run at the end of a step, as a PyTorch file in the layout of Lightning: epoch, global_step, state_dict, normalizer {mean,
/// std}, hyper_parameters, and the writer's other entries. Values are as in <see cref="PyTorchFile"/>, except that a float64 tensor
/// without dimensions outside state_dict reads as a double.
/// </summary>
public sealed class Checkpoint : IDisposable
{
    private const string LightningVersion = "pytorch-lightning_version";

    /// <summary>The Lightning version of this layout. Lightning refuses files without a version.</summary>
    private const string LayoutVersion = "2.5.0";

    private static readonly string[] OwnEntries =
        ["epoch", "global_step", LightningVersion, "state_dict", "normalizer", "hyper_parameters"];

    private IReadOnlyList<Tensor> owned = [];

    /// <summary>The epoch, counted from 0 by the writer.</summary>
    public required int Epoch { get; init; }

    /// <summary>Optimizer steps done.</summary>
    public required long GlobalStep { get; init; }

    /// <summary>The model's parameters and buffers, in its order.</summary>
    public required IReadOnlyDictionary<string, Tensor> StateDict { get; init; }

    /// <summary>Normalization statistics of the images, if known.</summary>
    public ChannelStatistics? Normalizer { get; init; }

    /// <summary>Settings of the model.</summary>
    public IReadOnlyDictionary<string, object?> HyperParameters { get; init; } = new Dictionary<string, object?>();

    /// <summary>All other entries, such as optimizer_states.</summary>
    public IReadOnlyDictionary<string, object?> Entries { get; init; } = new Dictionary<string, object?>();

    /// <summary>Reads a checkpoint of Angioboard or Lightning. It owns its tensors, on the CPU, until disposed.</summary>
    /// <exception cref="InputException">
    /// The file does not exist, is damaged, is not a checkpoint, or its state_dict or normalizer names code (none of it is run).
    /// </exception>
    public static Checkpoint Read(string path)
    {
        using DisposeScope scope = NewDisposeScope();
        if (PyTorchFile.Read(path) is not PickleDictionary top || top.GetValueOrDefault("state_dict") is not { } stateDict)
            throw NotOne(path, "it lacks state_dict");
        OrderedDictionary<string, Tensor> weights = Core.Models.Weights.StateDict.Read(stateDict, "state_dict", path);
        ChannelStatistics? normalizer = NormalizerEntry.Read(top.GetValueOrDefault("normalizer"), path);
        long epoch = Count(top, "epoch", int.MaxValue, path), globalStep = Count(top, "global_step", long.MaxValue, path);

        PickleGraph.Replace(top, Core.Models.Weights.HyperParameters.Number,
            new HashSet<object>(ReferenceEqualityComparer.Instance) { stateDict });
        OrderedDictionary<string, object?> entries = [];
        foreach ((object key, object? value) in top)
            if (!OwnEntries.Contains($"{key}")) entries[$"{key}"] = value;
        List<Tensor> tensors = PickleGraph.Tensors(top);
        tensors.ForEach(tensor => tensor.DetachFromDisposeScope());
        return new Checkpoint
        {
            Epoch = (int)epoch,
            GlobalStep = globalStep,
            StateDict = weights,
            Normalizer = normalizer,
            HyperParameters = Core.Models.Weights.HyperParameters.Read(top.GetValueOrDefault("hyper_parameters")),
            Entries = entries,
            owned = tensors,
        };
    }

    /// <summary>Writes the checkpoint. Equal content gives equal bytes; a failure leaves an earlier file intact.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public void Write(string path)
    {
        OrderedDictionary<string, object?> top = new()
        {
            ["epoch"] = Epoch,
            ["global_step"] = GlobalStep,
            [LightningVersion] = LayoutVersion,
            ["state_dict"] = StateDict,
            ["hyper_parameters"] = new OrderedDictionary<string, object?>(HyperParameters),
        };
        using Tensor? mean = Normalizer is null ? null : tensor(Normalizer.Mean), std = Normalizer is null ? null : tensor(Normalizer.Std);
        if (Normalizer is not null) top["normalizer"] = new OrderedDictionary<string, object?> { ["mean"] = mean, ["std"] = std };
        foreach ((string name, object? value) in Entries) top.Add(name, value);
        PyTorchFile.Write(path, top);
    }

    /// <summary>Frees the tensors, if they were read from a file.</summary>
    public void Dispose()
    {
        foreach (Tensor tensor in owned) tensor.Dispose();
    }

    private static long Count(PickleDictionary top, string name, long limit, string path) =>
        top.GetValueOrDefault(name) is long count && count >= 0 && count <= limit
            ? count
            : throw NotOne(path, $"its {name} is not a whole number from 0");

    private static InputException NotOne(string path, string reason) =>
        new($"{path}: is not a checkpoint: {reason}; give a .ckpt file of a run, or use a file of weights only as init-weight");
}
