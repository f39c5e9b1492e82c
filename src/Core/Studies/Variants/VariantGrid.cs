using System.Text.Json.Nodes;

namespace Angioboard.Core.Studies.Variants;

/// <summary>Variants for each combination of the values of some settings.</summary>
public static class VariantGrid
{
    /// <summary>The variants; the first setting varies slowest.</summary>
    /// <param name="values">Settings with their values, any number of both.</param>
    /// <exception cref="InputException">A setting is unknown, may not vary, or has no or equal values; all problems are listed.</exception>
    public static IReadOnlyList<StudyVariant> Of(IReadOnlyList<(string Setting, IReadOnlyList<JsonNode?> Values)> values)
    {
        List<string> problems = [.. values.Select(setting => VariedSettings.Problem(setting.Setting)).OfType<string>()];
        problems.AddRange(values.CountBy(setting => setting.Setting).Where(count => count.Value > 1)
            .Select(count => $"{count.Key}: is given {count.Value} times; give all its values at once"));
        foreach ((string setting, IReadOnlyList<JsonNode?> own) in values)
        {
            if (own.Count == 0) problems.Add($"{setting}: has no value; give one or more");
            problems.AddRange(own.CountBy(value => value?.ToJsonString() ?? "null").Where(count => count.Value > 1)
                .Select(count => $"{setting}: {count.Key} is given {count.Value} times; give each value once"));
        }
        long count = values.Aggregate(1L, (product, setting) => Math.Min(product * setting.Values.Count, int.MaxValue));
        if (count > StudyPlan.MostRuns)
            problems.Add($"variants: the values make {count}; a study has at most {StudyPlan.MostRuns} runs, so give fewer values");
        if (problems.Count > 0) throw new InputException(problems);

        JsonObject[] settings = [.. values.Aggregate((IEnumerable<JsonObject>)[[]], (made, setting) =>
            made.SelectMany(variant => setting.Values.Select(value => Extended(variant, setting.Setting, value))))];
        return [.. settings.Zip(VariantNames.Of(settings), (own, name) => new StudyVariant(name, own))];
    }

    private static JsonObject Extended(JsonObject variant, string setting, JsonNode? value)
    {
        JsonObject longer = (JsonObject)variant.DeepClone();
        longer[setting] = value?.DeepClone();
        return longer;
    }
}
