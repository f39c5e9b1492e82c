using Angioboard.Core.Formats.Pickle;
using static TorchSharp.torch;

namespace Angioboard.Core.Models.Weights;

/// <summary>The <c>hyper_parameters</c> of a checkpoint: a dictionary, Lightning's AttributeDict, or an argparse.Namespace.</summary>
internal static class HyperParameters
{
    /// <summary>
    /// By name; empty if there are none. Scalar float64 tensors, which Angioboard's checkpoints use for numbers, are read as numbers.
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

    /// <summary>The number in a scalar float64 tensor; any other value unchanged.</summary>
    public static object? Number(object? value) =>
        value is Tensor { dtype: ScalarType.Float64 } scalar && scalar.dim() == 0 ? scalar.item<double>() : value;
}
