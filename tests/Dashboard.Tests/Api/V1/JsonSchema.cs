using System.Text.Json;
using System.Text.Json.Nodes;

namespace Angioboard.Dashboard.Tests.Api.V1;

/// <summary>Says where JSON differs from a schema of an OpenAPI document: types, required fields, values of enumerations.</summary>
internal static class JsonSchema
{
    /// <summary>The differences.</summary>
    public static IEnumerable<string> Problems(JsonNode? value, JsonNode? schema, JsonObject document, string place = "$")
    {
        if (schema is not JsonObject rule || rule.Count == 0) return [];
        if ((string?)rule["$ref"] is { } reference)
            return Problems(value, document["components"]!["schemas"]![reference.Split('/')[^1]], document, place);
        if ((rule["oneOf"] ?? rule["anyOf"]) is JsonArray choices)
        {
            return choices.Any(choice => !Problems(value, choice, document, place).Any())
                ? []
                : [$"{place}: fits none of the alternatives"];
        }
        List<string> problems = [];
        string kind = Kind(value);
        string[] types = rule["type"] switch
        {
            JsonArray several => [.. several.Select(type => (string)type!)],
            JsonValue one => [(string)one!],
            _ => [],
        };
        if (types.Length > 0 && !types.Contains(kind) && !(kind == "integer" && types.Contains("number")))
            problems.Add($"{place}: is {kind}, not {string.Join(" or ", types)}");
        if (rule["enum"] is JsonArray allowed && !allowed.Any(one => JsonNode.DeepEquals(one, value)))
            problems.Add($"{place}: {value} is none of {allowed.ToJsonString()}");
        if (value is JsonArray list && rule["items"] is { } items)
            problems.AddRange(list.SelectMany((entry, index) => Problems(entry, items, document, $"{place}[{index}]")));
        if (value is JsonObject fields)
        {
            problems.AddRange((rule["required"] as JsonArray ?? []).Select(name => (string)name!)
                .Where(name => !fields.ContainsKey(name)).Select(name => $"{place}.{name}: is missing"));
            JsonObject known = rule["properties"] as JsonObject ?? [];
            foreach ((string name, JsonNode? field) in fields)
            {
                if (known[name] is { } own) problems.AddRange(Problems(field, own, document, $"{place}.{name}"));
                else if (rule["additionalProperties"] is JsonObject other)
                    problems.AddRange(Problems(field, other, document, $"{place}.{name}"));
                else if (known.Count > 0) problems.Add($"{place}.{name}: is not described");
            }
        }
        return problems;
    }

    private static string Kind(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.AsValue().TryGetValue(out long _) ? "integer" : "number",
        _ => "boolean",
    };
}
