using static TorchSharp.torch;

namespace Angioboard.Core.Models;

/// <summary>Which of a file's tensors fill which parameters of a model.</summary>
/// <param name="Matched">
/// The file's tensors by the model's names; a position embedding may have another shape, for the caller to resample.
/// </param>
/// <param name="Missing">Parameters that the file lacks, in the model's order.</param>
/// <param name="Unexpected">The file's names that the model has no place for (heads, decoders, mask tokens), in the file's order.</param>
public sealed record WeightsMatch(
    IReadOnlyDictionary<string, Tensor> Matched, IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected)
{
    private const string PositionEmbedding = "pos_embed";

    /// <summary>
    /// What wrappers put before a model's names: DataParallel, torch.compile, Lightning modules and mednet, DINO and DINOv2's students.
    /// </summary>
    private static readonly string[] Prefixes =
    [
        "", "module.", "_orig_mod.", "model.", "backbone.",
        "model.backbone.", "module.backbone.", "model._orig_mod.", "teacher.backbone.",
    ];

    /// <summary>Matches by name, after the one wrapper's prefix that makes most names fit is taken off.</summary>
    /// <param name="available">The file's tensors.</param>
    /// <param name="wanted">The model's parameters and buffers by name, with their shapes.</param>
    /// <param name="source">The file's path, for messages.</param>
    /// <exception cref="InputException">No name fits, or shapes differ: each parameter is named.</exception>
    public static WeightsMatch Match(
        IReadOnlyDictionary<string, Tensor> available, IReadOnlyDictionary<string, long[]> wanted, string source)
    {
        string prefix = Prefixes.MaxBy(candidate => wanted.Keys.Count(name => available.ContainsKey(candidate + name)))!;
        OrderedDictionary<string, Tensor> matched = [];
        List<string> missing = [], unexpected = [], problems = [];
        foreach ((string name, long[] shape) in wanted)
        {
            if (!available.TryGetValue(prefix + name, out Tensor? tensor)) missing.Add(name);
            else if (tensor.shape.SequenceEqual(shape) || IsPositionEmbedding(name)) matched[name] = tensor;
            else problems.Add(
                $"{source}: {prefix}{name} has shape {Format(tensor.shape)}, but the model's {name} {Format(shape)}; "
                + "choose the backbone that the weights are of");
        }
        foreach (string name in available.Keys)
            if (!name.StartsWith(prefix, StringComparison.Ordinal) || !wanted.ContainsKey(name[prefix.Length..])) unexpected.Add(name);

        if (problems.Count > 0) throw new InputException(problems);
        if (matched.Count == 0)
            throw new InputException(
                $"{source}: none of its names is a parameter of the model; it has {string.Join(", ", available.Keys.Take(5))} …, "
                + $"the model {string.Join(", ", wanted.Keys.Take(5))} …; name a file of the same backbone");
        return new WeightsMatch(matched, missing, unexpected);
    }

    private static bool IsPositionEmbedding(string name) =>
        name == PositionEmbedding || name.EndsWith($".{PositionEmbedding}", StringComparison.Ordinal);

    private static string Format(long[] shape) => $"[{string.Join(", ", shape)}]";
}
