using Angioboard.Core.Formats.PyTorch;

namespace Angioboard.Core.Formats.Pickle;

/// <summary>
/// A Python object as its pickle describes it, never made: what would have been called, with what, and what would have been set on it.
/// Values are as in <see cref="PyTorchFile"/>; objects may hold themselves.
/// </summary>
public sealed class InertObject
{
    private List<object?>? items;
    private PickleDictionary? members;

    internal InertObject(string type, params object?[] arguments) => (Type, Arguments) = (type, arguments);

    /// <summary>The class or function, with its module: <c>argparse.Namespace</c>.</summary>
    public string Type { get; }

    /// <summary>What it would have been called with; keyword arguments come last, as a dictionary.</summary>
    public IReadOnlyList<object?> Arguments { get; }

    /// <summary>What it would have got as its state: mostly its attributes by name, as a <see cref="PickleDictionary"/>.</summary>
    public object? State { get; internal set; }

    /// <summary>What would have been appended or added, for lists and sets.</summary>
    public IReadOnlyList<object?> Items => items ?? [];

    /// <summary>What would have been set by key, for classes that are dictionaries, such as Lightning's AttributeDict.</summary>
    public PickleDictionary Members => members ??= [];

    internal List<object?> AppendTo => items ??= [];

    internal object? ItemList => items;

    internal object? MemberDictionary => members;

    internal object?[] ArgumentArray => (object?[])Arguments;

    /// <summary>The type's name.</summary>
    public override string ToString() => $"<{Type}>";
}
