using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core.Evaluation.Paired;

namespace Angioboard.Core.Tests.Evaluation.Paired;

/// <summary>Compares what comparison.json holds with golden values.</summary>
internal static class GoldenJson
{
    private const double Tolerance = 1e-9;

    // Differences of values near 1 are exact to some units in the sixteenth decimal, which matters where they are nearly 0.
    private const double Rounding = 1e-14;

    // Sources of values, the reference's own words, and two tests that Angioboard leaves out: one for patients with several exams is
    // enough.
    private static readonly string[] NotCompared = ["by", "undefined", "durkalski", "yang"];

    public static JsonNode? Of<T>(T value) => JsonSerializer.SerializeToNode(value, ComparisonFile.Options);

    /// <summary>Holds what is found to everything that is expected; it may hold more.</summary>
    public static void AssertHolds(JsonNode? expected, JsonNode? found, string path = "")
    {
        switch (expected)
        {
            case null:
                Assert.True(found is null, $"{path}: expected null, found {found?.ToJsonString()}");
                break;
            case JsonObject block:
                Assert.True(found is JsonObject, $"{path}: expected an object, found {found?.ToJsonString() ?? "null"}");
                foreach ((string key, JsonNode? value) in block.Where(entry => !NotCompared.Contains(entry.Key)))
                    AssertHolds(value, found!.AsObject().TryGetPropertyValue(key, out JsonNode? own) ? own : null, $"{path}/{key}");
                break;
            case JsonArray list:
                Assert.True(found is JsonArray own2 && own2.Count == list.Count, $"{path}: expected {list.Count} entries");
                for (int i = 0; i < list.Count; i++) AssertHolds(list[i], found![i], $"{path}[{i}]");
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.Number:
                Assert.True(found is JsonValue, $"{path}: expected {value}, found {found?.ToJsonString() ?? "null"}");
                double wanted = (double)value, actual = (double)found!;
                Assert.True(
                    Math.Abs(wanted - actual) <= Tolerance * Math.Abs(wanted) + Rounding, $"{path}: expected {wanted:R}, found {actual:R}");
                break;
            default:
                Assert.Equal(expected.ToJsonString(), found?.ToJsonString());
                break;
        }
    }
}
