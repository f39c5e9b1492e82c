using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core.Formats;

namespace Angioboard.Core.Models;

/// <summary>What a safetensors file of a whole model tells in its metadata: JSON under <c>hyper_parameters</c> and <c>normalizer</c>.</summary>
public static class ModelMetadata
{
    private const string Settings = "hyper_parameters";
    private const string Statistics = "normalizer";

    /// <summary>The metadata for a model.</summary>
    public static IReadOnlyDictionary<string, string> Of(JsonObject hyperParameters, ChannelStatistics statistics) => new Dictionary<string, string>
    {
        ["format"] = "pt",
        [Settings] = hyperParameters.ToJsonString(),
        [Statistics] = JsonSerializer.Serialize(new { mean = statistics.Mean, std = statistics.Std }),
    };

    internal static ChannelStatistics? Normalizer(IReadOnlyDictionary<string, string> metadata, string path)
    {
        if (Parse(metadata, Statistics, path) is not { } json) return null;
        return json["mean"] is JsonArray mean && json["std"] is JsonArray std && mean.Count == 3 && std.Count == 3
            ? new ChannelStatistics([.. mean.Select(v => v!.GetValue<double>())], [.. std.Select(v => v!.GetValue<double>())])
            : throw new InputException($"{path}: its metadata's normalizer must hold three means and three stds; export the model again");
    }

    internal static IReadOnlyDictionary<string, object?> HyperParameters(IReadOnlyDictionary<string, string> metadata, string path) =>
        (Parse(metadata, Settings, path) ?? []).ToDictionary(p => p.Key, p => PlainValue.Of(p.Value));

    private static JsonObject? Parse(IReadOnlyDictionary<string, string> metadata, string name, string path)
    {
        if (!metadata.TryGetValue(name, out string? text)) return null;
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw new JsonException("not an object");
        }
        catch (JsonException e)
        {
            throw new InputException($"{path}: its metadata's {name} is not JSON: {e.Message}; export the model again", e);
        }
    }
}
