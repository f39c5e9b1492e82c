using System.Globalization;
using System.Text.Json.Nodes;

namespace Angioboard.Core.Formats.Pickle;

/// <summary>Plain values of a checkpoint (strings, bools, longs, doubles, lists, dictionaries, null) as JSON, and back.</summary>
public static class PlainValue
{
    // Settings are flat, but a checkpoint's values may be nested endlessly, contain themselves, or share one value many times.
    private const int Deepest = 16;
    private const int Most = 100_000;
    private const string LeftOut = "…";

    /// <summary>As JSON; other values are written as text, and nesting is cut at a limit.</summary>
    public static JsonNode? ToJson(object? value)
    {
        int left = Most;
        return ToJson(value, Deepest, ref left);
    }

    private static JsonNode? ToJson(object? value, int depth, ref int left)
    {
        if (--left < 0 || depth == 0) return LeftOut;
        switch (value)
        {
            case null: return null;
            case string text: return text;
            case bool flag: return flag;
            case long whole: return whole;
            case double number when double.IsFinite(number): return number;
            case PickleDictionary map: return Map(map.Select(p => KeyValuePair.Create($"{p.Key}", p.Value)), depth, ref left);
            case IReadOnlyDictionary<string, object?> map: return Map(map, depth, ref left);
            case IEnumerable<object?> list:
                JsonArray array = [];
                foreach (object? element in list)
                {
                    if (left < 0) break;
                    array.Add(ToJson(element, depth - 1, ref left));
                }
                return array;
            default: return value.ToString();
        }
    }

    private static JsonObject Map(IEnumerable<KeyValuePair<string, object?>> map, int depth, ref int left)
    {
        JsonObject json = [];
        foreach ((string key, object? value) in map)
        {
            if (left < 0) break;
            json[key] = ToJson(value, depth - 1, ref left);
        }
        return json;
    }

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
