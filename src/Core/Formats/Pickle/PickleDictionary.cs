namespace Angioboard.Core.Formats.Pickle;

/// <summary>
/// A Python dictionary (dict, OrderedDict, defaultdict), in its order. Keys are mostly strings or longs; a key None is an
/// <see cref="InertName"/>.
/// </summary>
public sealed class PickleDictionary : OrderedDictionary<object, object?>
{
    internal static InertName NoneKey { get; } = new("None");

    /// <summary>Attributes of the dictionary itself, such as the <c>_metadata</c> of a state_dict.</summary>
    internal object? Attributes { get; set; }
}
