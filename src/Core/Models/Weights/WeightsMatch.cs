using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Models.Weights;

/// <summary>
/// Which of a file's weights fill which parameters of a model. Every weight of the model must be in the file, and every weight of the file
/// must belong to the model, except names that do not affect its output (docs/weights.md).
/// </summary>
/// <param name="Matched">
/// The file's tensors by the model's names; a position embedding may have another number of patches, for the caller to resample.
/// </param>
/// <param name="Missing">Parameters that the file lacks and that keep their initial values: of an encoder, the final norm of this
/// pooling.</param>
/// <param name="Unexpected">The file's names that the model does not use, in the file's order.</param>
public sealed record WeightsMatch(
    IReadOnlyDictionary<string, Tensor> Matched, IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected)
{
    private const string PositionName = "pos_embed";

    // Maximum number of problems and names to list individually.
    private const int NamedProblems = 6, NamedWeights = 6;

    /// <summary>Matches an encoder.</summary>
    /// <param name="weights">The file's weights.</param>
    /// <param name="wanted">The encoder's parameters by name, with their shapes.</param>
    /// <param name="source">The file's path, for messages.</param>
    /// <exception cref="InputException">The file's weights are not those of the encoder, or not finite.</exception>
    public static WeightsMatch Encoder(WeightNames weights, IReadOnlyDictionary<string, long[]> wanted, string source)
    {
        string[] missing = [.. wanted.Keys.Where(name => !weights.Inside.ContainsKey(name))];
        string[] untrained = [.. missing.Where(name => OtherNorm(name) is { } other && weights.Inside.ContainsKey(other))];
        string remedy = Sizes(weights, wanted) is { } sizes
            ? $"the file has {sizes}; choose a backbone of that size"
            : "choose the backbone that these weights were made for, or check that the file is whole";
        return Match(weights, wanted, [.. missing.Except(untrained)], (name, _) => SpareWeights.InEncoder(name), remedy,
            source) with { Missing = untrained };
    }

    /// <summary>Matches a whole model.</summary>
    /// <param name="weights">The file's weights.</param>
    /// <param name="wanted">The model's parameters and buffers by name, with their shapes.</param>
    /// <param name="source">The file's path, for messages.</param>
    /// <exception cref="InputException">The file's weights are not those of the model, or not finite.</exception>
    public static WeightsMatch Whole(WeightNames weights, IReadOnlyDictionary<string, long[]> wanted, string source)
    {
        string[] missing = [.. wanted.Keys.Where(name => !weights.Inside.ContainsKey(name))];
        long dim = wanted.GetValueOrDefault(WeightNames.Backbone + "cls_token")?[^1] ?? 0;
        return Match(weights, wanted, missing, (name, weight) => SpareWeights.InWhole(name, weight, dim),
            "give the settings it was trained with", source);
    }

    private static WeightsMatch Match(
        WeightNames weights, IReadOnlyDictionary<string, long[]> wanted, string[] missing, Func<string, NamedWeight, bool> spare,
        string remedy, string source)
    {
        if (!wanted.Keys.Any(weights.Inside.ContainsKey))
            throw new InputException(
                $"{source}: none of its names matches a parameter of the model; " +
                $"the file has {string.Join(", ", weights.Inside.Values.Take(5).Select(weight => weight.Name))} …"
                + $"{Told(weights.Inside.Keys)}, the model {string.Join(", ", wanted.Keys.Take(5))} …; name a file of the same backbone");

        OrderedDictionary<string, Tensor> matched = [];
        List<string> problems = [];
        foreach ((string name, long[] shape) in wanted)
        {
            if (!weights.Inside.TryGetValue(name, out NamedWeight? weight)) continue;
            if (Problem(name, shape, weight, remedy) is { } problem) problems.Add($"{source}: {problem}");
            else matched[name] = weight.Tensor;
        }
        if (problems.Count > NamedProblems)
            problems =
                [.. problems.Take(NamedProblems), $"{source}: {problems.Count - NamedProblems} more of its weights do not fit; {remedy}"];
        if (missing.Length > 0)
            problems.Add(
                $"{source}: {missing.Length} of the model's {wanted.Count} weights "
                    + $"{(missing.Length == 1 ? "is" : "are")} missing: {Listed(missing)}; {remedy}");

        KeyValuePair<string, NamedWeight>[] others = [.. weights.Inside.Where(own => !wanted.ContainsKey(own.Key)), .. weights.Beside];
        KeyValuePair<string, NamedWeight>[] foreign =
            [.. others.Where(own => !spare(own.Key, own.Value) && !(weights.Averaged is not null && IsRaw(own.Key, wanted)))];
        if (foreign.Length > 0)
            problems.Add(
                $"{source}: holds {(foreign.Length == 1 ? "a weight" : $"{foreign.Length} weights")} that this model does not have: "
                    + $"{Listed([.. foreign.Select(own => own.Value.Name)])}"
                + $"{Told(foreign.Select(own => own.Key))}; the architecture differs: give weights of this one, or the settings they were "
                + $"trained with");
        if (problems.Count > 0) throw new InputException(problems);
        return new WeightsMatch(matched, [], [.. others.Select(own => own.Value.Name)]);
    }

    /// <summary>Whether a name, without wrappers, belongs to the model: beside averaged weights that is the raw weight.</summary>
    private static bool IsRaw(string name, IReadOnlyDictionary<string, long[]> wanted)
    {
        for (string rest = name; ;)
        {
            if (wanted.ContainsKey(rest)) return true;
            int dot = rest.IndexOf('.');
            if (dot < 0 || !WrapperNames.All.Contains(rest[..dot])) return false;
            rest = rest[(dot + 1)..];
        }
    }

    private static string? Problem(string name, long[] shape, NamedWeight weight, string remedy)
    {
        if (name == PositionName || name == WeightNames.Backbone + PositionName)
        {
            if (PositionEmbedding.Problem(weight.Tensor.shape, shape[^1]) is { } position) return position;
        }
        else if (!weight.Tensor.shape.SequenceEqual(shape))
        {
            return $"{weight.Name} has the shape ({string.Join(", ", weight.Tensor.shape)}), the model's is "
                + $"({string.Join(", ", shape)}); {remedy}";
        }
        if (!weight.Tensor.is_floating_point())
            return $"{weight.Name} holds whole numbers ({weight.Tensor.dtype}), as quantized weights do; give weights in floating point";
        using DisposeScope scope = NewDisposeScope();
        // As the model will store them: values beyond float32 become infinite.
        long broken = weight.Tensor.numel() - weight.Tensor.to_type(ScalarType.Float32).isfinite().sum().item<long>();
        return broken == 0
            ? null
            : $"{weight.Name}: {broken} of its {weight.Tensor.numel()} values are not finite (NaN or infinite); its training diverged or "
                + $"the file is damaged: give an earlier or another one";
    }

    // The other pooling's norm is not used. This one starts from the identity, as in MAE's and timm's fine-tuning.
    private static string? OtherNorm(string name) => name switch
    {
        "fc_norm.weight" or "fc_norm.bias" => name["fc_".Length..],
        "norm.weight" or "norm.bias" => $"fc_{name}",
        _ => null,
    };

    private static string Listed(string[] names) => names.Length <= NamedWeights
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(NamedWeights))} and {names.Length - NamedWeights} more";

    private static string Told(IEnumerable<string> names) => OtherNetworks.Tell([.. names]) is { } known ? $" ({known})" : "";

    // The sizes of the file's encoder, if they differ from the model's.
    private static string? Sizes(WeightNames weights, IReadOnlyDictionary<string, long[]> wanted)
    {
        if (EncoderSizes.Of(name => weights.Inside.GetValueOrDefault(name)?.Tensor.shape, weights.Inside.Keys) is not { } file) return null;
        return file == EncoderSizes.Of(wanted.GetValueOrDefault, wanted.Keys) ? null : file.ToString();
    }
}
