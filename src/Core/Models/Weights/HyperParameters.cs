using Angioboard.Core.Formats.Pickle;
using static TorchSharp.torch;

namespace Angioboard.Core.Models.Weights;

/// <summary>The <c>hyper_parameters</c> of a checkpoint: a dictionary, Lightning's AttributeDict, or an argparse.Namespace.</summary>
internal static class HyperParameters
{
    /// <summary>
    /// By name; empty where there are none. A float64 tensor without dimensions, as which our checkpoints hold a number, is read as the number.
    /// </summary>
    public static IReadOnlyDictionary<string, object?> Read(object? value)
    {
        PickleGraph.Replace(value, Number, new HashSet<object>(ReferenceEqualityComparer.Instance));
        PickleDictionary? fields = value switch
        {
            PickleDictionary plain => plain,
            InertObject { State: PickleDictionary attributes } => attributes,
            InertObject { Members.Count: > 0 } attributeDict => attributeDict.Members,
            _ => null,
        };
        OrderedDictionary<string, object?> named = [];
        foreach ((object key, object? field) in fields ?? []) named[$"{key}"] = field;
        return named;
    }

    /// <summary>The number that a float64 tensor without dimensions holds; any other value as it is.</summary>
    public static object? Number(object? value) =>
        value is Tensor { dtype: ScalarType.Float64 } scalar && scalar.dim() == 0 ? scalar.item<double>() : value;
}
