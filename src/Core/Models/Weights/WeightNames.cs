using static TorchSharp.torch;

namespace Angioboard.Core.Models.Weights;

/// <summary>A file's weights under the model's own names, without prefixes of wrappers.</summary>
/// <param name="Inside">The model's weights and any others among them, by name without wrappers.</param>
/// <param name="Beside">Weights outside the wrapper that holds the model, by name without the wrapper's prefix.</param>
/// <param name="Averaged">The wrapper that holds the model, if it is a moving average; else null.</param>
public sealed record WeightNames(
    IReadOnlyDictionary<string, NamedWeight> Inside, IReadOnlyList<KeyValuePair<string, NamedWeight>> Beside, string? Averaged)
{
    /// <summary>Prefix of the encoder's names in a whole model.</summary>
    internal const string Backbone = "backbone.";

    // Weights whose names show where a model begins.
    private static readonly string[] OfEncoder =
        ["cls_token", "pos_embed", "patch_embed.proj.weight", "patch_embed.proj.bias", "norm.weight", "fc_norm.weight"];

    private static readonly string[] OfWhole =
        ["gru.weight_ih_l0", "gru.weight_hh_l0", "classifier.weight", "classifier.bias", "backbone.cls_token", "backbone.pos_embed"];

    /// <summary>By timm's names of a vision transformer.</summary>
    /// <exception cref="InputException">Two weights have the same name, or the file has no weights of the chosen kind.</exception>
    public static WeightNames Encoder(IReadOnlyDictionary<string, Tensor> weights, string path, WeightsChoice choice = WeightsChoice.Ema) =>
        Unwrap(Bare(weights, path), OfEncoder, path, choice);

    /// <summary>By mednet's names of a whole model; wrappers may also lie within <c>backbone</c>.</summary>
    /// <exception cref="InputException">Two weights have the same name, or the file has no weights of the chosen kind.</exception>
    public static WeightNames Whole(IReadOnlyDictionary<string, Tensor> weights, string path, WeightsChoice choice = WeightsChoice.Ema)
    {
        WeightNames whole = Unwrap(Bare(weights, path), OfWhole, path, choice);
        OrderedDictionary<string, NamedWeight> backbone = [], inside = [];
        foreach ((string name, NamedWeight weight) in whole.Inside)
        {
            if (name.StartsWith(Backbone, StringComparison.Ordinal)) backbone[name[Backbone.Length..]] = weight;
            else inside[name] = weight;
        }
        WeightNames encoder = Unwrap(backbone, OfEncoder, path, choice);
        foreach ((string name, NamedWeight weight) in encoder.Inside) inside[Backbone + name] = weight;
        return new WeightNames(
            inside, [.. whole.Beside, .. encoder.Beside.Select(beside => KeyValuePair.Create(Backbone + beside.Key, beside.Value))],
            whole.Averaged ?? encoder.Averaged);
    }

    private static OrderedDictionary<string, NamedWeight> Bare(IReadOnlyDictionary<string, Tensor> weights, string path)
    {
        OrderedDictionary<string, NamedWeight> bare = [];
        foreach ((string name, Tensor tensor) in weights)
        {
            string own = WrapperNames.Bare(name);
            if (!bare.TryAdd(own, new NamedWeight(name, tensor)))
                throw new InputException(
                    $"{path}: {bare[own].Name} and {name} both become {own} without their prefixes; save the weights of one model only");
        }
        return bare;
    }

    private static WeightNames Unwrap(
        IReadOnlyDictionary<string, NamedWeight> weights, string[] anchors, string path, WeightsChoice choice)
    {
        string wrapper = Wrapper(weights.Keys, anchors, choice);
        bool averaged = WrapperNames.AreAveraged(wrapper.Split('.'));
        if (averaged && choice == WeightsChoice.Raw)
            throw new InputException($"{path}: has only averaged weights ({wrapper}*); leave out --weights raw");

        OrderedDictionary<string, NamedWeight> inside = [];
        List<KeyValuePair<string, NamedWeight>> beside = [];
        foreach ((string name, NamedWeight weight) in weights)
        {
            if (name.StartsWith(wrapper, StringComparison.Ordinal)) inside[name[wrapper.Length..]] = weight;
            else beside.Add(KeyValuePair.Create(WithoutShared(name, wrapper), weight));
        }
        return new WeightNames(inside, beside, averaged ? wrapper : null);
    }

    /// <summary>The prefix, with dots, of most of the model's anchors; ties go to the preferred prefix, then to the shortest.</summary>
    private static string Wrapper(IEnumerable<string> names, string[] anchors, WeightsChoice choice)
    {
        Dictionary<string, int> found = [];
        foreach (string name in names)
        {
            foreach (string anchor in anchors)
            {
                if (!name.EndsWith(anchor, StringComparison.Ordinal)) continue;
                string wrapper = name[..^anchor.Length];
                if (wrapper.Length == 0 || wrapper.EndsWith('.') && wrapper[..^1].Split('.').All(WrapperNames.All.Contains))
                    found[wrapper] = found.GetValueOrDefault(wrapper) + 1;
            }
        }
        return found.Keys.OrderByDescending(wrapper => found[wrapper]).ThenBy(wrapper => Rank(wrapper, choice))
            .ThenBy(wrapper => wrapper.Length)
            .FirstOrDefault("");
    }

    private static int Rank(string wrapper, WeightsChoice choice)
    {
        string[] segments = wrapper.Split('.');
        int rank = segments.Any(WrapperNames.Averaged.Contains) ? 0
            : segments.Contains(WrapperNames.Teacher) ? 2
            : segments.Contains(WrapperNames.Student) ? 3 : 1;
        return choice == WeightsChoice.Ema ? rank : rank is 0 or 2 ? 4 : rank;
    }

    private static string WithoutShared(string name, string wrapper)
    {
        string[] own = name.Split('.'), shared = wrapper.Split('.');
        int common = own.Zip(shared).TakeWhile(pair => pair.First == pair.Second).Count();
        return string.Join('.', own.Skip(Math.Min(common, own.Length - 1)));
    }
}
