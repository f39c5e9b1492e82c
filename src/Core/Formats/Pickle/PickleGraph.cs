using static TorchSharp.torch;

namespace Angioboard.Core.Formats.Pickle;

/// <summary>
/// Walks over the values of a pickle. Values may contain themselves, be shared a million times or be nested as deep as the file
/// is long, so the walk visits each once and keeps its own stack.
/// </summary>
internal static class PickleGraph
{
    /// <summary>Every container, tensor and inert value reachable from <paramref name="root"/>, each once.</summary>
    /// <param name="root">Where to start.</param>
    /// <param name="seen">Visited values; values already in it are not entered.</param>
    public static IEnumerable<object> Walk(object? root, HashSet<object>? seen = null)
    {
        seen ??= new HashSet<object>(ReferenceEqualityComparer.Instance);
        Stack<object?> open = new([root]);
        while (open.TryPop(out object? value))
        {
            if (value is null or string or bool or long or double or byte[] || !seen.Add(value)) continue;
            yield return value;
            foreach (object? part in Parts(value)) open.Push(part);
        }
    }

    /// <summary>All tensors reachable from <paramref name="root"/>, each once.</summary>
    public static List<Tensor> Tensors(object? root) => [.. Walk(root).OfType<Tensor>()];

    /// <summary>
    /// Replaces values in every list, tuple and dictionary reachable from <paramref name="root"/>, and returns the replacement of the root.
    /// </summary>
    public static object? Replace(object? root, Func<object?, object?> replacement, HashSet<object> seen)
    {
        foreach (object value in Walk(root, seen))
        {
            switch (value)
            {
                case List<object?> list:
                    for (int i = 0; i < list.Count; i++) list[i] = replacement(list[i]);
                    break;
                case object?[] tuple:
                    for (int i = 0; i < tuple.Length; i++) tuple[i] = replacement(tuple[i]);
                    break;
                case PickleDictionary dictionary:
                    for (int i = 0; i < dictionary.Count; i++) dictionary.SetAt(i, replacement(dictionary.GetAt(i).Value));
                    break;
            }
        }
        return replacement(root);
    }

    private static IEnumerable<object?> Parts(object value) => value switch
    {
        List<object?> list => list,
        object?[] tuple => tuple,
        PickleDictionary dictionary => dictionary.Keys.Concat(dictionary.Values).Append(dictionary.Attributes),
        InertObject instance => [instance.ArgumentArray, instance.State, instance.ItemList, instance.MemberDictionary],
        _ => [],
    };
}
