using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core.Files;
using Angioboard.Core.Formats.Pickle;

namespace Angioboard.Core.Models.Weights;

/// <summary>Metadata of a safetensors file of a whole model: JSON under <c>hyper_parameters</c> and <c>normalizer</c>.</summary>
public static class ModelMetadata
{
    private const string Settings = "hyper_parameters";
    private const string Statistics = "normalizer";

    /// <summary>The metadata for a model.</summary>
    public static IReadOnlyDictionary<string, string> Of(JsonObject hyperParameters, ChannelStatistics statistics) =>
        new Dictionary<string, string>
    {
        ["format"] = "pt",
        [Settings] = hyperParameters.ToJsonString(),
        [Statistics] = JsonSerializer.Serialize(new { mean = statistics.Mean, std = statistics.Std }),
    };

    internal static ChannelStatistics? Normalizer(IReadOnlyDictionary<string, string> metadata, string path)
    {
        if (Parse(metadata, Statistics, path) is not { } json) return null;
        return Numbers(json["mean"]) is { } mean && Numbers(json["std"]) is { } std && std.All(deviation => deviation > 0)
            ? new ChannelStatistics(mean, std)
            : throw new InputException(
                $"{path}: its metadata's normalizer must hold three means and three stds above 0; export the model again");
    }

    private static double[]? Numbers(JsonNode? list)
    {
        double[] numbers = list is JsonArray { Count: 3 } three
            ? [.. three.Select(v => v is JsonValue value && value.TryGetValue(out double number) ? number : double.NaN)]
            : [];
        return numbers.Length == 3 && numbers.All(double.IsFinite) ? numbers : null;
    }

    internal static IReadOnlyDictionary<string, object?> HyperParameters(IReadOnlyDictionary<string, string> metadata, string path) =>
        (Parse(metadata, Settings, path) ?? []).ToDictionary(p => p.Key, p => PlainValue.Of(p.Value));

    private static JsonObject? Parse(IReadOnlyDictionary<string, string> metadata, string name, string path)
    {
        if (!metadata.TryGetValue(name, out string? text)) return null;
        try
        {
            return JsonText.Parse(text) as JsonObject ?? throw new JsonException("it is not an object");
        }
        catch (JsonException e)
        {
            throw new InputException($"{path}: its metadata's {name} cannot be read: {e.Message}; export the model again", e);
        }
    }
}
