using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core.Data.Names;

namespace Angioboard.Core.Studies;

/// <summary>
/// The fields of an object in study.json, which may have been edited by hand: each fault is one line that names the file and the field.
/// </summary>
/// <param name="json">The object.</param>
/// <param name="place">The file, and the field that the object is in with a dot: <c>study.json: folds.</c></param>
/// <param name="problems">Receives the faults.</param>
internal sealed class PlanFields(JsonObject json, string place, ICollection<string> problems)
{
    private const int LongestShown = 60, NamedUnknown = 20;

    private readonly HashSet<string> known = [];

    /// <summary>Whether a field is there and not null.</summary>
    public bool Has(string name) => Field(name) is not null;

    /// <summary>A text; empty if it is faulty.</summary>
    public string Text(string name) => Read(name, "a text", AsText) ?? "";

    /// <summary>A text, or null if the field is absent or null.</summary>
    public string? TextOrNull(string name) => Has(name) ? Text(name) : null;

    /// <summary>A whole number; 0 if it is faulty.</summary>
    public int Whole(string name) => Read<int?>(name, "a whole number", AsWhole) ?? 0;

    /// <summary>A whole number of 64 bits; 0 if it is faulty.</summary>
    public long Long(string name) => Read<long?>(name, "a whole number", AsLong) ?? 0;

    /// <summary>A point in time.</summary>
    public DateTimeOffset Time(string name) =>
        Read<DateTimeOffset?>(name, "a time such as 2026-11-30T09:00:00+00:00", AsTime) ?? default;

    /// <summary>One of some words; null if it is faulty.</summary>
    public string? Word(string name, params string[] words) =>
        Read(name, string.Join(" or ", words), field => AsText(field) is { } text && words.Contains(text) ? text : null);

    /// <summary>An object's own fields; null if it is faulty.</summary>
    public PlanFields? Object(string name) =>
        Read(name, "an object", field => field as JsonObject) is { } found ? new PlanFields(found, $"{place}{name}.", problems) : null;

    /// <summary>An object's own fields; null also if it is absent or null.</summary>
    public PlanFields? ObjectOrNull(string name) => Has(name) ? Object(name) : null;

    /// <summary>An object as it is; empty if it is faulty.</summary>
    public JsonObject Json(string name) => Read(name, "an object", field => field as JsonObject) ?? [];

    /// <summary>A list of texts; empty if it is faulty.</summary>
    public IReadOnlyList<string> Texts(string name) => List(name, "a list of texts", AsText);

    /// <summary>A list of whole numbers; empty if it is faulty.</summary>
    public IReadOnlyList<long> Longs(string name) => [.. List(name, "a list of whole numbers", AsLong).OfType<long>()];

    /// <summary>A list of whole numbers of 32 bits; empty if it is faulty.</summary>
    public IReadOnlyList<int> Wholes(string name) => [.. List(name, "a list of whole numbers", AsWhole).OfType<int>()];

    /// <summary>A list of numbers; empty if it is faulty.</summary>
    public IReadOnlyList<double> Numbers(string name) => [.. List(name, "a list of numbers", AsNumber).OfType<double>()];

    /// <summary>The fields of each object in a list; empty if it is faulty.</summary>
    public IReadOnlyList<PlanFields> Objects(string name) =>
    [
        .. List(name, "a list of objects", field => field as JsonObject)
            .Select((own, i) => new PlanFields(own, $"{place}{name}[{i}].", problems)),
    ];

    /// <summary>Adds a line for each field that was not asked for.</summary>
    public void RefuseOthers()
    {
        string[] others = [.. json.Select(field => field.Key).Where(name => !known.Contains(name))];
        foreach (string name in others.Take(NamedUnknown))
        {
            problems.Add(EditDistance.Nearest(name, known) is { } near
                ? $"{place}{name}: is not a field of a study; did you mean {near}?"
                : $"{place}{name}: is not a field of a study; the fields here are {string.Join(", ", known)}");
        }
        if (others.Length > NamedUnknown) problems.Add($"{place}: {others.Length - NamedUnknown} more names are no fields");
    }

    private List<T> List<T>(string name, string kind, Func<JsonNode, T?> read)
    {
        if (Read(name, kind, field => field as JsonArray) is not { } list) return [];
        List<T> values = [];
        for (int i = 0; i < list.Count; i++)
        {
            if (list[i] is { } node && read(node) is { } value) values.Add(value);
            else problems.Add($"{place}{name}[{i}]: {Shown(list[i])} is not allowed in {kind}");
        }
        return values;
    }

    private T? Read<T>(string name, string kind, Func<JsonNode, T?> read)
    {
        if (Field(name) is { } field && read(field) is { } value) return value;
        problems.Add(json.ContainsKey(name)
            ? $"{place}{name}: {Shown(json[name])} is not {kind}"
            : $"{place}{name}: is missing; write {kind}");
        return default;
    }

    private JsonNode? Field(string name)
    {
        known.Add(name);
        return json[name];
    }

    private static string Shown(JsonNode? node)
    {
        string text = node?.ToJsonString(Settings.SettingsFile.Json) ?? "null";
        return text.Length <= LongestShown ? text : $"{text[..LongestShown]}…";
    }

    private static string? AsText(JsonNode node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static int? AsWhole(JsonNode node) => node is JsonValue value && value.TryGetValue(out int whole) ? whole : null;

    private static long? AsLong(JsonNode node) => node is JsonValue value && value.TryGetValue(out long whole) ? whole : null;

    private static double? AsNumber(JsonNode node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue(out double number) ? number : null;

    private static DateTimeOffset? AsTime(JsonNode node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String && value.TryGetValue(out DateTimeOffset time) ? time : null;
}
