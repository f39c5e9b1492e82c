using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;

namespace Angioboard.Jobs.Reading;

/// <summary>Reads events of one type from a metrics.jsonl, which a trainer may be writing; lines that are not whole or not JSON are passed over.</summary>
public static class MetricsLines
{
    /// <summary>The events of a type, in the order of the file; none if it is not there.</summary>
    public static IEnumerable<JsonObject> Read(string path, string type)
    {
        FileStream stream;
        try
        {
            stream = SafeOpen.Read(path, FolderOwners.LogRule(path), 1 << 16);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InputException)
        {
            yield break;
        }
        string quoted = $"\"{type}\"";
        using StreamReader reader = new(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            // Most lines are of other types: parsing is for those that can be of this one.
            if (line.Contains(quoted, StringComparison.Ordinal) && Parse(line) is { } parsed && Text(parsed, "type") == type) yield return parsed;
        }
    }

    /// <summary>When an event was written; null if it does not say.</summary>
    public static DateTimeOffset? Time(JsonObject line) =>
        DateTimeOffset.TryParse(Text(line, "time"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset time) ? time : null;

    /// <summary>A number of an event; null if it is not there or not one.</summary>
    public static double? Number(JsonObject line, string name) => line[name] is JsonValue value && value.TryGetValue(out double number) ? number : null;

    private static string? Text(JsonObject line, string name) => line[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static JsonObject? Parse(string line)
    {
        try
        {
            return JsonText.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
