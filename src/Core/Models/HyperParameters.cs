using Angioboard.Core.Formats;

namespace Angioboard.Core.Models;

/// <summary>The <c>hyper_parameters</c> of a checkpoint: a dictionary, Lightning's AttributeDict, or an argparse.Namespace.</summary>
internal static class HyperParameters
{
    /// <summary>By name; empty where there are none.</summary>
    public static IReadOnlyDictionary<string, object?> Read(object? value)
    {
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
}
