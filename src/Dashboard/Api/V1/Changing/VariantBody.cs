using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Studies;
using Angioboard.Core.Studies.Variants;
using Angioboard.Dashboard.Api.V1.Answers;

namespace Angioboard.Dashboard.Api.V1.Changing;

/// <summary>The variants in a body: <c>vary</c>, <c>variants</c> or <c>random</c>.</summary>
internal static class VariantBody
{
    /// <summary>The fields.</summary>
    public static IReadOnlyList<string> Fields { get; } = ["vary", "variants", "random"];

    /// <summary>The variants; none if the body has none.</summary>
    public static IReadOnlyList<StudyVariant> Read(JsonBody body)
    {
        string[] given = [.. Fields.Where(body.Has)];
        if (given.Length > 1)
        {
            body.Add($"{given[1]}: excludes {given[0]}; give one of vary, variants and random");
            return [];
        }
        IReadOnlyList<StudyVariant>? variants = given switch
        {
            ["vary"] => body.Object("vary") is { } vary ? body.Try(() => VariantGrid.Of(Values(vary))) : null,
            ["variants"] => body.Objects("variants") is { } list ? body.Try(() => List(list)) : null,
            ["random"] => body.Object("random") is { } random ? body.Try(() => Random(random)) : null,
            _ => null,
        };
        return variants ?? [];
    }

    private static IReadOnlyList<(string, IReadOnlyList<JsonNode?>)> Values(JsonObject vary) =>
    [
        .. vary.Select(field => (field.Key, field.Value is JsonArray { Count: > 0 } list
            ? (IReadOnlyList<JsonNode?>)[.. list]
            : throw new InputException($"{field.Key}: is not a list of values to vary"))),
    ];

    private static IReadOnlyList<StudyVariant> List(IReadOnlyList<JsonObject> list) =>
    [
        .. list.Select(own => own["name"] is JsonValue name && name.TryGetValue(out string? text) && own["settings"] is JsonObject settings
            && own.Count == 2
                ? new StudyVariant(text, (JsonObject)settings.DeepClone())
                : throw new InputException("variants: each has a name, and the settings that differ: "
                    + "{\"name\": \"wide\", \"settings\": {\"hidden_dim\": 64}}")),
    ];

    private static IReadOnlyList<StudyVariant> Random(JsonObject random)
    {
        const string Form = "random: write it as {\"count\": 20, \"seed\": 1, \"ranges\": {\"lr\": [0.00001, 0.001]}}";
        if (random["ranges"] is not JsonObject ranges || random["count"] is not JsonValue count || !count.TryGetValue(out int number)
            || random.Any(field => field.Key is not ("count" or "seed" or "ranges")))
            throw new InputException(Form);
        long seed = 1;
        if (random["seed"] is { } node && !(node is JsonValue value && value.TryGetValue(out seed))) throw new InputException(Form);
        return RandomSearch.Draw([.. ranges.Select(range => Range(range.Key, range.Value))], number, seed);
    }

    private static SettingRange Range(string name, JsonNode? range) => range switch
    {
        JsonArray { Count: 2 } ends when ends.All(end => end?.GetValueKind() == JsonValueKind.Number) =>
            SettingRange.Of(name, ends[0]!.GetValue<double>(), ends[1]!.GetValue<double>()),
        JsonObject { Count: 1 } choice when choice["values"] is JsonArray { Count: > 0 } values =>
            new ChoiceRange(name, [.. values.Select(value => value?.DeepClone())]),
        _ => throw new InputException($"random: {name}: give the lowest and the highest number, as [0.00001, 0.001], or values to choose "
            + "from, as {\"values\": [1, 2, 4]}"),
    };
}
