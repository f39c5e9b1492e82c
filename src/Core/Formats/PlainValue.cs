using System.Globalization;
using System.Text.Json.Nodes;

namespace Angioboard.Core.Formats;

/// <summary>Plain values of a checkpoint (strings, bools, longs, doubles, lists, dictionaries, null) as JSON, and back.</summary>
public static class PlainValue
{
    /// <summary>As JSON; what is no plain value is written as its text.</summary>
    public static JsonNode? ToJson(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag,
        long whole => whole,
        double number => number,
        PickleDictionary map => new JsonObject(map.Select(p => KeyValuePair.Create($"{p.Key}", ToJson(p.Value)))),
        IReadOnlyDictionary<string, object?> map => new JsonObject(map.Select(p => KeyValuePair.Create(p.Key, ToJson(p.Value)))),
        IEnumerable<object?> list => new JsonArray([.. list.Select(ToJson)]),
        _ => value.ToString(),
    };

    /// <summary>From JSON.</summary>
    public static object? Of(JsonNode? node) => node switch
    {
        null => null,
        JsonObject map => map.ToDictionary(p => p.Key, p => Of(p.Value)),
        JsonArray list => list.Select(Of).ToList(),
        JsonValue value when value.TryGetValue(out bool flag) => flag,
        JsonValue value when value.TryGetValue(out string? text) => text,
        _ => long.TryParse(node.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole)
            ? whole : double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture),
    };
}
