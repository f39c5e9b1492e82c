using Angioboard.Core.Formats.PyTorch;

namespace Angioboard.Core.Formats.Pickle;

/// <summary>
/// A Python object as described by its pickle, never constructed: its callable, arguments and state. Values are as in <see
/// cref="PyTorchFile"/>; objects may contain themselves.
/// </summary>
public sealed class InertObject
{
    private List<object?>? items;
    private PickleDictionary? members;

    internal InertObject(string type, params object?[] arguments) => (Type, Arguments) = (type, arguments);

    /// <summary>The class or function, with its module: <c>argparse.Namespace</c>.</summary>
    public string Type { get; }

    /// <summary>The call's arguments; keyword arguments come last, as a dictionary.</summary>
    public IReadOnlyList<object?> Arguments { get; }

    /// <summary>Its state: usually its attributes by name, as a <see cref="PickleDictionary"/>.</summary>
    public object? State { get; internal set; }

    /// <summary>Items set by key, for dictionary classes such as Lightning's AttributeDict.</summary>
    public PickleDictionary Members => members ??= [];

    // Items appended or added, for lists and sets.
    internal List<object?> AppendTo => items ??= [];

    internal object? ItemList => items;

    internal object? MemberDictionary => members;

    internal object?[] ArgumentArray => (object?[])Arguments;

    /// <summary>The type's name.</summary>
    public override string ToString() => $"<{Type}>";
}
