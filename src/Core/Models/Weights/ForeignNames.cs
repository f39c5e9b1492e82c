using Angioboard.Core.Formats;
using Angioboard.Core.Formats.Pickle;

namespace Angioboard.Core.Models.Weights;

/// <summary>Finds names in a pickle that weights do not need: classes and functions that are not on the list.</summary>
internal static class ForeignNames
{
    private static readonly HashSet<string> Harmless =
    [
        "builtins.set", "builtins.frozenset", "builtins.bytearray",
        .. NumpyValues.Names,
        .. ElementType.All.Select(type => $"torch.{type.DType}"),
    ];

    /// <summary>Refuses the file if anything in <paramref name="value"/> names code.</summary>
    /// <param name="value">Part of a file.</param>
    /// <param name="where">Its name there.</param>
    /// <param name="path">The file.</param>
    /// <param name="allowed">Further classes that this part may name.</param>
    /// <exception cref="InputException">A name is not on the list.</exception>
    public static void Refuse(object? value, string where, string path, params string[] allowed)
    {
        foreach (object part in PickleGraph.Walk(value))
        {
            string? name = part switch
            {
                InertObject instance => instance.Type,
                InertName mentioned when mentioned != PickleDictionary.NoneKey => mentioned.Name,
                _ => null,
            };
            if (name is null || Harmless.Contains(name) || allowed.Contains(name)) continue;
            if (name is PickleConstructor.PersistentId || name.StartsWith("torch._utils.", StringComparison.Ordinal))
                throw new InputException($"{path}: {where} holds a sparse, quantized or complex tensor ({name}); save dense real tensors");
            throw new InputException(
                $"{path}: {where} names {name}, which is code and not weights; it was not run. Do not use the file unless you trust "
                + "its source; its author can save plain tensors by torch.save(model.state_dict(), …)");
        }
    }
}
