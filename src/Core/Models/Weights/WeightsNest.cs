using Angioboard.Core.Formats.Pickle;
using static TorchSharp.torch;

namespace Angioboard.Core.Models.Weights;

/// <summary>The dictionary of a PyTorch file in which its weights lie.</summary>
/// <param name="Names">Path to it from the top; empty for the top itself.</param>
/// <param name="Dictionaries">The dictionaries on that path, the innermost last.</param>
/// <param name="Content">The weights: a dictionary, or an object that its pickle names.</param>
internal sealed record WeightsNest(IReadOnlyList<string> Names, IReadOnlyList<PickleDictionary> Dictionaries, object? Content)
{
    // Maximum nesting depth: in a hostile file a dictionary may contain itself.
    private const int Deepest = 4;

    /// <summary>Its name for messages: <c>state_dict</c>, <c>model.state_dict</c>, <c>the file</c>.</summary>
    public string Name => Names.Count == 0 ? "the file" : string.Join('.', Names);

    /// <summary>The weights selected by <paramref name="choice"/>; null if there are none at the top or under a common name.</summary>
    public static WeightsNest? Find(PickleDictionary top, WeightsChoice choice) =>
        Within(top, [], [], WrapperNames.Order(choice)) ?? (top.Values.OfType<Tensor>().Any() ? new WeightsNest([], [top], top) : null);

    private static WeightsNest? Within(
        PickleDictionary dictionary, string[] names, PickleDictionary[] around, IReadOnlyList<string> order)
    {
        if (names.Length == Deepest) return null;
        PickleDictionary[] here = [.. around, dictionary];
        foreach (string name in order)
        {
            string[] inner = [.. names, name];
            switch (dictionary.GetValueOrDefault(name))
            {
                case InertObject named: return new WeightsNest(inner, here, named);
                case PickleDictionary nested when Within(nested, inner, here, order) is { } deeper: return deeper;
                // Not those that hold a decay or a step count.
                case PickleDictionary nested when nested.Values.OfType<Tensor>()
                    .Any(tensor => tensor.dim() > 0): return new WeightsNest(inner, [.. here, nested], nested);
            }
        }
        return null;
    }
}
