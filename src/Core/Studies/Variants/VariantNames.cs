using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core.Settings;

namespace Angioboard.Core.Studies.Variants;

/// <summary>Names of variants, made of what differs: <c>max_frames=12, span=uniform</c>.</summary>
public static class VariantNames
{
    /// <summary>The most characters of a name.</summary>
    public const int Longest = 80;

    // A shape such as vit(img=32,…), or the name of a file.
    private const int LongestValue = 40;

    /// <summary>A unique name for each.</summary>
    /// <param name="variants">Settings of variants, by their names in files.</param>
    /// <param name="taken">Names that the study has already.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<JsonObject> variants, params IReadOnlyCollection<string> taken)
    {
        string[] all = [.. variants.SelectMany(variant => variant.Select(setting => setting.Key)).Distinct()];
        string[] varied = [.. all.Where(key => variants.Select(variant => Text(variant, key)).Distinct().Count() > 1)];
        if (varied.Length == 0) varied = all;
        HashSet<string> used = [.. taken];
        List<string> names = [];
        foreach (JsonObject variant in variants)
        {
            string[] parts = [.. varied.Where(variant.ContainsKey).Select(key => $"{Short(key, varied)}={Value(key, variant[key])}")];
            string name = parts.Length == 0 ? "as set" : Cut(string.Join(", ", parts), Longest);
            string unique = name;
            for (int i = 2; !used.Add(unique); i++)
            {
                string number = string.Create(CultureInfo.InvariantCulture, $" ({i})");
                unique = Cut(name, Longest - number.Length) + number;
            }
            names.Add(unique);
        }
        return names;
    }

    // Beside max_frames, max_frames_span is the span.
    private static string Short(string key, string[] varied) =>
        varied.Where(other => key.StartsWith($"{other}_", StringComparison.Ordinal)).MaxBy(other => other.Length) is { } above
            ? key[(above.Length + 1)..]
            : key;

    private static string Value(string key, JsonNode? value)
    {
        if (value is null) return key == "max_frames" ? "all" : "none";
        if (value.GetValueKind() != JsonValueKind.String) return value.ToJsonString().Replace('E', 'e');
        string text = value.GetValue<string>();
        return Cut(PathSettings.KindOf(key) is null ? text : Path.GetFileName(text), LongestValue);
    }

    private static string Text(JsonObject variant, string key) =>
        variant.TryGetPropertyValue(key, out JsonNode? value) ? value?.ToJsonString() ?? "null" : "";

    private static string Cut(string text, int longest) => text.Length <= longest ? text : $"{text[..(longest - 1)]}…";
}
